// Okabe and Ito's colours, each beside a shape or a line of its own.
"use strict";

module.exports = {
  orange: "#E69F00",
  sky: "#56B4E9",
  green: "#009E73",
  yellow: "#F0E442",
  blue: "#0072B2",
  vermilion: "#D55E00",
  purple: "#CC79A7",
  grey: "#999999",
};
