// What every drawing needs: a canvas as sharp as the screen, and its pen.
"use strict";

// Return the pen of an emptied canvas, its width and height, in the page's own pixels.
function fit(canvas, height) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.style.height = height + "px";
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const pen = canvas.getContext("2d");
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  return [pen, width, height];
}

// Add a polygon to the path that is being drawn.
function polygon(pen, points) {
  points.forEach(([x, y], k) => { if (k) pen.lineTo(x, y); else pen.moveTo(x, y); });
  pen.closePath();
}

module.exports = { fit, polygon };
