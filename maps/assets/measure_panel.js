/* What was measured, leg by leg, beside the map. */
(function () {
  "use strict";

  var say = frontmap.measured;
  var HINT = "Click points; marks catch the click. The last point again ends, the first closes an " +
    "area.";

  function made(tag, text, kind) {
    var element = document.createElement(tag);
    if (text !== undefined) {
      element.textContent = text;
    }
    if (kind) {
      element.className = kind;
    }
    return element;
  }

  function row(cells, tag) {
    var line = made("tr");
    cells.forEach(function (cell, i) {
      var element = made(i ? tag || "td" : "th", cell);
      if (!i || tag) {
        element.scope = tag ? "col" : "row";
      }
      line.appendChild(element);
    });
    return line;
  }

  function tableOf(told) {
    var table = made("table"), head = made("thead"), body = made("tbody");
    head.appendChild(row(["Leg", "km", "miles", "Bearing"], "th"));
    told.legs.forEach(function (leg) {
      body.appendChild(row([leg.from + " – " + leg.to, say.metric(leg.distance_m),
        say.imperial(leg.distance_m), say.bearing(leg.bearing_deg)]));
    });
    table.append(head, body);
    return table;
  }

  /* The lines of the sum: [what, how much]. */
  function sums(told) {
    if (told.ring) {
      return [["Area", say.area(told.ring.area_m2) + " (" + say.miles2(told.ring.area_m2) + ")"],
        ["Perimeter", say.both(told.ring.perimeter_m)]];
    }
    if (told.crossed) {
      return [["Area", "none: the outline crosses itself"], ["Perimeter", say.both(told.total_m)]];
    }
    if (told.legs.length === 1) {
      return [["Distance", say.both(told.total_m) + ", " + say.bearing(told.legs[0].bearing_deg)]];
    }
    return told.legs.length ? [["Length", say.both(told.total_m)]] : [];
  }

  /* As text: one line for each leg, then the sums. */
  function plain(told) {
    return told.legs.map(function (leg) {
      return [leg.from + " – " + leg.to, say.metric(leg.distance_m), say.imperial(leg.distance_m),
        say.bearing(leg.bearing_deg)].join("\t");
    }).concat(sums(told).map(function (line) { return line.join("\t"); })).join("\n");
  }

  function button(text, act) {
    var element = made("button", text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  /* Takes the frame of the map and what the buttons do. */
  frontmap.measurePanel = function (acts) {
    var box = made("section", undefined, "measured");
    var open = false;
    box.hidden = true;
    box.setAttribute("aria-label", "Measured");
    acts.frame.after(box);

    function buttons(told) {
      var found = [];
      if (told.on && told.legs.length) {
        found.push(button("Done", function () { acts.finish(false); }));
      }
      if (!told.closed && told.count > 2) {
        found.push(button("Close area", function () { acts.finish(true); }));
      }
      if (!told.on && !told.closed) {
        found.push(button("Go on", acts.resume));
      }
      if (told.on && told.count) {
        found.push(button("Undo", acts.undo));
      }
      if (told.legs.length) {
        found.push(button("Copy", function () { frontmap.copy(plain(told), "what was measured"); }));
      }
      found.push(button(told.legs.length ? "Clear" : "Cancel", acts.clear));
      return found;
    }

    /* The legs one by one, for who wants them: the map shows them as well. */
    function legsOf(told) {
      var more = made("details"), sum = made("summary", "Legs");
      more.open = open;
      more.addEventListener("toggle", function () { open = more.open; });
      more.append(sum, tableOf(told));
      return more;
    }

    return {
      hide: function () { box.hidden = true; },
      show: function (told) {
        var had = box.contains(document.activeElement) && document.activeElement.textContent;
        var bar = made("p", undefined, "acts"), list = made("dl");
        box.hidden = false;
        box.textContent = "";
        sums(told).forEach(function (line) {
          var pair = made("div");
          pair.append(made("dt", line[0]), made("dd", line[1]));
          list.append(pair);
        });
        bar.append.apply(bar, buttons(told));
        if (told.legs.length) {
          box.append(list, legsOf(told), bar);
        } else {
          box.append(made("p", HINT, "hint"), bar);
        }
        /* The buttons are new: who pressed one finds it again. */
        if (had) {
          (Array.prototype.find.call(bar.children, function (one) {
            return one.textContent === had;
          }) || bar.firstChild).focus({ preventScroll: true });
        }
      },
    };
  };
})();
