"""What projector, phones and console may see of a game: plain values, sent as JSON."""

from __future__ import annotations

from typing import Any, Final

from sim.classroom.briefing import briefing
from sim.classroom.game import Game
from sim.classroom.members import LETTERS, Member, team_name
from sim.classroom.net_fans import Floats, game_curve
from sim.classroom.room import DECIDING, ENDED, PLAYED
from sim.classroom.rules import NAMES, QUARTER_DAYS, QUARTERS, QUESTIONS
from sim.classroom.score import MEASURES, score_measures, score_points, total_points

# A point of a curve every so many days: phones are sent little.
STEP_DAYS: Final = 3


def rules_view() -> dict[str, Any]:
    """Return what never changes: questions, answers, measures."""
    return {
        "questions": [
            {
                "name": question.name,
                "text": question.text,
                "options": [{"name": one.name, "text": one.text} for one in question.options],
            }
            for question in QUESTIONS
        ],
        "measures": [one._asdict() for one in MEASURES],
        "quarters": QUARTERS,
        "letters": LETTERS,
    }


def room_view(game: Game) -> dict[str, Any]:
    """Return what everyone may know: where the game stands, and who has decided."""
    room, now = game.room, game.clock()
    playing = room.playing()
    votes = room.votes[room.quarter]
    here = [one for one in room.members.values() if one.nickname]
    return {
        "version": game.version,
        "code": room.code,
        "title": game.world.title,
        "phase": room.phase,
        "quarter": room.quarter,
        "played": len(room.decided),
        "seconds_left": round(room.seconds_left(now), 1),
        "running": room.ends is not None,
        "results": room.results,
        "door": room.door,
        "weights": dict(room.weights),
        "people": len(here),
        "teams": [
            {
                "team": team,
                "name": team_name(team),
                "members": sum(one.team == team for one in here),
                "decided": sum(
                    one.team == team and len(votes.get(one.number, {})) == len(NAMES)
                    for one in here
                ),
                "plays": team in playing,
            }
            for team in range(room.teams)
        ],
    }


def seat_view(game: Game) -> dict[str, Any]:
    """Return what a phone needs of the room: where the game stands, and the clock."""
    room = game.room
    return {
        "phase": room.phase,
        "quarter": room.quarter,
        "played": len(room.decided),
        "results": room.results,
        "seconds_left": round(room.seconds_left(game.clock()), 1),
        "running": room.ends is not None,
        "since": round(max(0.0, game.clock() - room.played_at), 1),
        "weights": dict(room.weights),
    }


def chart_view(game: Game) -> dict[str, Any]:
    """Return the curves of monthly net fans: a quarter before the game and what was played.

    ``first`` is the day of the first point, a point follows every ``step`` days; empty while
    results are hidden.
    """
    room = game.room
    found: dict[str, Any] = {
        "first": 1 - QUARTER_DAYS,
        "step": STEP_DAYS,
        "days": QUARTERS * QUARTER_DAYS,
        "played": len(room.decided) * QUARTER_DAYS,
        "idle": [],
        "teams": {},
        "news": {},
        "scores": {},
    }
    if not room.results and room.phase != ENDED:
        return found

    def curve(series: Floats) -> list[float]:
        return [round(float(value), 1) for value in game_curve(series)[::STEP_DAYS]]

    found["idle"] = curve(game.idle())
    for team in room.playing():
        series = game.series(team)
        found["teams"][team] = curve(series)
        if room.decided:
            lines = _briefing(game, team)["headlines"]
            found["news"][team] = lines[-1] if lines else None
    if room.phase in (PLAYED, ENDED):
        found["scores"] = scores_view(game)
    return found


def scores_view(game: Game) -> dict[Any, Any]:
    """Return by team its measures, points and total, and under ``none`` those of doing nothing."""
    if not game.room.decided:
        return {}
    idle = score_measures(game.idle())
    marks = score_points(idle, idle)
    none = {"measures": idle, "points": marks, "total": total_points(marks, game.room.weights)}
    return {**game.scores(), "none": none}


def _briefing(game: Game, team: int) -> dict[str, Any]:
    return dict(
        game.remembered(("briefing", team), lambda: briefing(game.world, game.series(team)))
    )


def member_view(game: Game, member: Member) -> dict[str, Any]:
    """Return what a member may know: his team's briefing, votes and standing decision."""
    room = game.room
    deciding = room.phase == DECIDING
    mates = [one for one in room.members.values() if one.team == member.team and one.nickname]
    votes = room.votes[room.quarter] if deciding else {}
    tally = {
        question.name: {
            option.name: sum(
                votes.get(one.number, {}).get(question.name) == option.name for one in mates
            )
            for option in question.options
        }
        for question in QUESTIONS
    }
    found: dict[str, Any] = {
        "nickname": member.nickname,
        "code": member.code,
        "team": member.team,
        "team_name": team_name(member.team),
        "mates": [one.nickname for one in mates],
        "vote": dict(votes.get(member.number, {})),
        "tally": tally,
        "standing": dict(room.standing(member.team)) if deciding else {},
        "briefing": _briefing(game, member.team),
        "did": [dict(one) for one in game.decisions(member.team)],
    }
    shown = room.results or room.phase == ENDED
    if shown and room.phase in (PLAYED, ENDED) and room.decided:
        scores = game.scores()
        found["score"] = scores.get(member.team)
        if found["score"] is not None:
            totals = sorted((one["total"] for one in scores.values()), reverse=True)
            found["rank"] = totals.index(found["score"]["total"]) + 1
            found["of"] = len(totals)
    return found


def console_view(game: Game) -> dict[str, Any]:
    """Return what the lecturer may know: who is where, weights, what each team would do now."""
    room = game.room
    return {
        "members": [
            {
                "member": one.number,
                "nickname": one.nickname,
                "team": one.team,
                "team_name": team_name(one.team),
            }
            for one in room.members.values()
            if one.nickname
        ],
        "standing": {
            team: dict(room.standing(team)) if room.phase == DECIDING else {}
            for team in room.playing()
        },
        "did": {team: [dict(one) for one in game.decisions(team)] for team in room.playing()},
        "weights": dict(room.weights),
        "seconds": room.seconds,
        "seed": game.world.run.seed,
        "file": str(game.file.path),
        "scores": scores_view(game),
    }
