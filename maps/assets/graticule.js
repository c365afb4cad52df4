/* Meridians and parallels with their degrees at the frame: a layer that is off at first. */
(function () {
  "use strict";

  var page = frontmap.page, map = page.map;
  var NAME = "Graticule";
  var STEPS = [30, 20, 10, 5, 2, 1, 1 / 2, 1 / 3, 1 / 6, 1 / 12, 1 / 30, 1 / 60, 1 / 120, 1 / 360];
  /* Lines stand at least so far apart, pixels; no line is drawn nearer to a pole than this. */
  var APART = 110, POLE = 85;
  /* Stands in the list of layers. On this map every line is upright or level, so that elements
     draw them, sharp on any screen and on paper; a canvas above another would print white. */
  var layer = L.layerGroup();
  var sheet = document.createElement("div");

  sheet.className = "graticule";
  sheet.setAttribute("aria-hidden", "true");

  /* The finest step that keeps lines apart, from the pixels of one degree. */
  function step(pixels) {
    var fitting = STEPS.filter(function (degrees) { return degrees * pixels >= APART; });
    return fitting[fitting.length - 1] || STEPS[0];
  }

  frontmap.graticuleStep = step;

  function written(value, step, marks) {
    var seconds = Math.round(Math.abs(value) * 3600);
    var degrees = Math.floor(seconds / 3600), minutes = Math.floor(seconds / 60) % 60;
    var side = seconds === 0 ? "" : value > 0 ? marks[0] : marks[1];
    var text = degrees + "°";
    if (step < 1) {
      text += String(minutes).padStart(2, "0") + "′";
    }
    if (step * 60 < 1) {
      text += String(seconds % 60).padStart(2, "0") + "″";
    }
    return text + side;
  }

  function put(name, text, x, y) {
    var made = document.createElement(text ? "span" : "i");
    made.className = name;
    made.textContent = text;
    made.style.transform = "translate(" + Math.round(x) + "px," + Math.round(y) + "px)";
    sheet.appendChild(made);
  }

  function each(low, high, step, act) {
    for (var k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9; k++) {
      act(k * step);
    }
  }

  function draw() {
    sheet.textContent = "";
    if (!map.hasLayer(layer)) {
      return;
    }
    var size = map.getSize(), view = map.getBounds(), middle = map.getCenter();
    var at = map.latLngToContainerPoint(middle);
    var wide = (map.latLngToContainerPoint([middle.lat, middle.lng + 1]).x - at.x);
    var meridians = step(wide);
    /* A degree of latitude is longer on this map by 1 / cos. */
    var parallels = step(wide / Math.cos(middle.lat * Math.PI / 180));
    each(view.getWest(), view.getEast(), meridians, function (lng) {
      var x = map.latLngToContainerPoint([middle.lat, lng]).x;
      var wrapped = ((lng + 540) % 360 + 360) % 360 - 180;
      put("meridian", "", x, 0);
      put("degree top", written(wrapped, meridians, ["E", "W"]), x, 0);
    });
    each(Math.max(-POLE, view.getSouth()), Math.min(POLE, view.getNorth()), parallels,
      function (lat) {
        var y = map.latLngToContainerPoint([lat, middle.lng]).y;
        put("parallel", "", 0, y);
        put("degree right", written(lat, parallels, ["N", "S"]), size.x, y);
      });
  }

  layer.on("add", function () {
    page.holder.appendChild(sheet);
    draw();
    page.layNames();
  });
  layer.on("remove", function () {
    sheet.remove();
    sheet.textContent = "";
    page.layNames();
  });
  map.on("zoomstart", function () { sheet.textContent = ""; });
  map.on("move resize", draw);
  map.on("moveend", function () {
    draw();
    if (map.hasLayer(layer)) {
      page.layNames();
    }
  });
  layer_control_layers.addOverlay(layer, NAME);
})();
