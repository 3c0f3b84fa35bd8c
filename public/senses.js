// What the participant's page is touched and heard with. The page works without.
//
// tools/site puts each of these scripts in the place of its line, so that they come as one file.
import "./touch.js";
import "./fit.js";
import "./voice.js";
