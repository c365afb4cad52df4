/* Sources taken off the map and put back: their events, their statements, what those make of places. */
(function () {
  "use strict";

  var element = document.getElementById("frontmap-sources");
  var told = element && JSON.parse(element.textContent);
  if (!told || told.names.length < 2) {
    return;
  }
  var page = frontmap.page;
  var off = new Set();
  var boxes = [];
  var order = {};
  var before = frontmap.shows;

  Object.keys(page.layers).forEach(function (key) {
    order[key] = page.layers[key].getLayers();
  });

  frontmap.shows = function (card) {
    var behind = Object.hasOwn(told.cards, card) ? told.cards[card] : null;
    return before(card) && (!behind || behind.some(function (name) { return !off.has(name); }));
  };

  /* The firmest that the sources left say, and whether another side's mark stands beside it. */
  function restate(card, properties) {
    var left = told.statuses[card].filter(function (status) { return !off.has(status[0]); });
    var first = left[0];
    var other = first && left.find(function (status) { return status[1] !== first[1]; });
    ["side", "status", "standing"].forEach(function (name, i) {
      if (first) {
        properties[name] = first[i + 1];
      } else {
        delete properties[name];
      }
    });
    if (other) {
      properties.other = other[1];
    } else {
      delete properties.other;
    }
  }

  function redraw() {
    Object.keys(order).forEach(function (key) {
      var layer = page.layers[key];
      var cards = order[key].filter(function (part) { return part.feature.properties.card; });
      if (!cards.length) {
        return;
      }
      /* Taken off and put back whole: on a canvas the order of adding is the order of drawing. */
      order[key].forEach(function (part) { layer.removeLayer(part); });
      order[key].forEach(function (part) {
        var p = part.feature.properties;
        if (key === "places" && Object.hasOwn(told.statuses, p.card)) {
          restate(p.card, p);
        }
        if (!p.card || frontmap.shows(p.card)) {
          layer.addLayer(part);
        }
      });
    });
    page.restack();
    page.layNames();
    frontmap.tell("sources", Array.from(off));
  }

  function set(numbers) {
    off = new Set(numbers);
    boxes.forEach(function (box, i) { box.checked = !off.has(i); });
    redraw();
  }

  var items = told.names.map(function (name, i) {
    var line = document.createElement("label");
    var box = document.createElement("input");
    box.type = "checkbox";
    box.checked = true;
    boxes.push(box);
    line.append(box, document.createTextNode(" " + name));
    box.addEventListener("change", function () {
      if (box.checked) {
        off.delete(i);
      } else {
        off.add(i);
      }
      redraw();
      frontmap.say(name + (box.checked ? ": shown" : ": taken off the map"));
    });
    return line;
  });
  frontmap.toolMenu({
    key: "sources", label: "Sources", title: "Take a source’s statements and events off the map",
    items: items,
  });

  frontmap.sources = {
    get: function () { return Array.from(off); },
    set: set,
    count: told.names.length,
  };
})();
