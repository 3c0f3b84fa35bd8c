// What the participant's page is touched and heard with, and what coordinators find on it. The page works without.
//
// tools/site puts each of these scripts in the place of its line, so that they come as one file.
import "./clips.js";
import "./touch.js";
import "./corners.js";
import "./fit.js";
import "./voice.js";
