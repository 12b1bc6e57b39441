"""What is handed out: pages for a course, and worlds for those without a server.

lessons   the five lessons of docs/lessons: found, taken apart, and told
atlas     many worlds in one HTML file, drawn by atlas.html
"""
