/* The days of a timeline: one slider drives the ground, the change, the events and the charts. */
(function () {
  "use strict";

  var data = frontmap.data();
  var line = data.timeline;
  var holder = document.querySelector(".folium-map");
  var map = window[holder.id];
  var last = line.days[line.days.length - 1];
  var kinds = line.series.length + 1;
  var shapes = frontmap.shapes(line.shapes, kinds);

  function one(selector, within) {
    return (within || document).querySelector(selector);
  }

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  var told = frontmap.days(line);
  var mapOf = told.mapOf, written = told.written, aged = told.aged;
  var km2 = told.km2, signed = told.signed, changed = told.changed;

  /* ---- state ---- */

  var state = {
    day: last, map: mapOf[last], base: null, compare: "before", pinned: null, playing: false,
  };

  /* The map that a day is compared with; null for none or where it lies ahead. */
  function baseOf() {
    var number = state.map;
    if (state.compare === "before") {
      return number > 0 ? number - 1 : null;
    }
    if (state.compare === "none") {
      return null;
    }
    var day = state.compare === "first" ? 0 :
      state.compare === "pinned" ? state.pinned : Math.max(0, state.day - Number(state.compare));
    var base = mapOf[day];
    return base < number ? base : null;
  }

  /* ---- the map ---- */

  var shown = { liberated: false, change: true, front: true, events: true };
  function without(these, those) {
    var known = new Set(those);
    return these.filter(function (number) { return !known.has(number); });
  }

  /* What came and went between two maps. The edges that both share cancel one another. */
  function drawChange(pen, ground, now, series) {
    var mine = shapes.days[state.map][series], its = shapes.days[state.base][series];
    if (mine === its) {
      return;
    }
    var came = without(mine, its), went = without(its, mine);
    if (!came.length && !went.length) {
      return;
    }
    var both = ground.between(came, went);
    var colour = frontmap.sideColour(line.series[series].side);
    frontmap.changeLook.lost(pen, both, "evenodd", colour);
    pen.save();
    pen.clip(now, "evenodd");
    frontmap.changeLook.gained(pen, both, "evenodd", colour);
    pen.restore();
  }

  function draw(pen, ground) {
    var day = shapes.days[state.map];
    var paths = line.series.map(function (series, number) {
      if (series.status === "liberated" && !shown.liberated) {
        return null;
      }
      var path = ground.path(day[number]);
      frontmap.fillGround(pen, path, series);
      return path;
    });
    line.series.forEach(function (series, number) {
      if (shown.change && state.base !== null && series.status === "held" && !series.inferred) {
        drawChange(pen, ground, paths[number], number);
      }
    });
    if (shown.front) {
      frontmap.strokeFront(pen, ground.course(day[kinds - 1]), line.inferredFront[state.map]);
    }
    if (shown.events) {
      events.draw(pen, ground);
    }
  }

  var events = frontmap.events(line, map, function () { return state.day; }, halted);
  var ground = frontmap.groundOf(map, shapes, draw);
  frontmap.on("theme", function () { ground.paint(); });

  /* ---- the charts ---- */

  var blocks = all(".series").map(function (block) {
    return {
      number: Number(block.dataset.series),
      area: one(".area", block),
      gained: one(".gained", block), lost: one(".lost", block), change: one(".change", block),
      chart: one(".chart", block),
      now: one(".now", block), base: one("i.base", block), here: one(".here", block),
    };
  }).filter(function (block) { return block.chart; });

  /* Moved by the compositor alone: nothing is laid out or drawn anew. In hundredths of the chart's
     width, so that it stands on its day on paper too, where charts are wider or narrower. */
  function stand(mark, day, y) {
    mark.hidden = day === null;
    if (day !== null) {
      var x = 100 * (last ? day / last : 0.5);
      mark.style.transform = "translate(" + x.toFixed(3) + "cqw," + (y || 0).toFixed(1) + "px)";
    }
  }

  function height(series, area) {
    var scale = line.scales[series];
    return line.plot[1] - (line.plot[1] - line.plot[0]) * (area - scale[0]) / (scale[1] - scale[0]);
  }

  function say(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function tellAreas() {
    var base = state.base;
    blocks.forEach(function (block) {
      var area = line.areas[state.map][block.number];
      say(block.area, km2(area));
      stand(block.now, state.day);
      stand(block.here, state.day, height(block.number, area));
      stand(block.base, base === null ? null : line.days[base]);
      block.change.hidden = base === null;
      if (base !== null) {
        var change = changed(block.number, base, state.map);
        say(block.gained, signed(change.gained, "+"));
        say(block.lost, signed(change.lost, "\u2212"));
      }
    });
    compared.forEach(function (note) { note.classList.toggle("none", base === null); });
    if (base !== null) {
      sinces.forEach(function (place) { say(place, written(line.days[base])); });
    }
  }

  /* ---- the day ---- */

  var slider = one("#slider"), play = one("#go-play");
  var ages = one("#clock .age");
  var rows = all("tbody[data-day]");
  var days = all("b.day, span.day"), sinces = all(".since"), compared = all(".compared");

  function show(day, forced) {
    day = Math.max(0, Math.min(last, Math.round(day)));
    if (day === state.day && !forced) {
      return;
    }
    var before = { map: state.map, base: state.base };
    state.day = day;
    state.map = mapOf[day];
    state.base = baseOf();
    days.forEach(function (place) { say(place, written(day)); });
    say(ages, aged(day));
    ages.classList.toggle("old", line.days[state.map] !== day);
    slider.value = String(day);
    frontmap.tell("changed", "date");
    slider.setAttribute("aria-valuetext",
      written(day) + (line.days[state.map] === day ? "" : ", " + aged(day)));
    tellAreas();
    rows.forEach(function (row) {
      var since = day - Number(row.dataset.day);
      row.classList.toggle("current", since >= 0 && since < line.fade);
    });
    if (forced || before.map !== state.map || before.base !== state.base || line.marks.length) {
      ground.paint();
    }
  }

  /* The next map after a day or the one before it. */
  function stepped(by) {
    var here = state.map;
    if (by < 0) {
      return line.days[state.day > line.days[here] ? here : Math.max(0, here - 1)];
    }
    return line.days[Math.min(line.days.length - 1, here + 1)];
  }

  /* ---- playing ---- */

  var speed = one("#speed"), again = one("#again");
  var clock = { at: 0, day: 0, frame: 0, shownAt: 0 };

  function playing(on) {
    state.playing = on;
    play.setAttribute("aria-label", on ? "Pause" : "Play");
    play.title = on ? "Pause" : "Play";
    play.classList.toggle("on", on);
    window.cancelAnimationFrame(clock.frame);
    if (on) {
      if (state.day >= last) {
        show(0);
      }
      clock.day = state.day;
      clock.at = clock.shownAt = window.performance.now();
      clock.frame = window.requestAnimationFrame(tick);
    }
  }

  function tick(now) {
    if (!state.playing) {
      return;
    }
    clock.day += Number(speed.value) * Math.min(250, Math.max(0, now - clock.at)) / 1000;
    clock.at = now;
    if (clock.day >= last + 0.999) {
      if (again.checked) {
        clock.day = 0;
      } else {
        show(last);
        playing(false);
        return;
      }
    }
    /* Thirty pictures a second are a film; who asks for less motion sees it in steps, two a
       second. */
    if (now - clock.shownAt >= (frontmap.moves ? 30 : 500)) {
      clock.shownAt = now;
      show(Math.min(last, Math.floor(clock.day)));
    }
    clock.frame = window.requestAnimationFrame(tick);
  }

  function halted(day) {
    playing(false);
    show(day);
  }

  slider.addEventListener("input", function () { halted(Number(slider.value)); });
  play.addEventListener("click", function () { playing(!state.playing); });
  one("#go-back").addEventListener("click", function () { halted(stepped(-1)); });
  one("#go-on").addEventListener("click", function () { halted(stepped(1)); });

  /* Keys work wherever nothing else needs them: on the slider, on a chart, on the page itself. */
  document.addEventListener("keydown", function (event) {
    var at = document.activeElement;
    var free = !at || at === document.body || at === slider ||
      (at.closest && at.closest("#tables") === at);
    if (!free || event.altKey || event.ctrlKey || event.metaKey || slider.disabled) {
      return;
    }
    var scrolls = at && at.id === "tables";
    var moves = {
      " ": function () { playing(!state.playing); },
      ArrowLeft: function () { halted(state.day - 1); },
      ArrowRight: function () { halted(state.day + 1); },
    };
    if (at === slider) {
      moves.ArrowDown = moves.ArrowLeft;
      moves.ArrowUp = moves.ArrowRight;
    }
    if (!scrolls) {
      moves.PageUp = function () { halted(stepped(-1)); };
      moves.PageDown = function () { halted(stepped(1)); };
      moves.Home = function () { halted(0); };
      moves.End = function () { halted(last); };
    }
    if (Object.hasOwn(moves, event.key)) {
      event.preventDefault();
      moves[event.key]();
    }
  });

  /* ---- choosing a day on a chart ---- */

  blocks.forEach(function (block) {
    function choose(event) {
      var box = block.chart.getBoundingClientRect();
      halted(last * (event.clientX - box.left) / box.width);
    }
    block.chart.addEventListener("pointerdown", function (event) {
      if (event.button === 0 && last) {
        block.chart.setPointerCapture(event.pointerId);
        choose(event);
        event.preventDefault();
      }
    });
    block.chart.addEventListener("pointermove", function (event) {
      if (block.chart.hasPointerCapture(event.pointerId)) {
        choose(event);
      }
    });
  });

  /* ---- what is compared ---- */

  var base = one("#base"), pin = one("#pin");

  base.addEventListener("change", function () {
    state.compare = base.value;
    show(state.day, true);
  });

  pin.addEventListener("click", function () {
    var option = one("option[value='pinned']", base);
    if (!option) {
      option = document.createElement("option");
      option.value = "pinned";
      base.appendChild(option);
    }
    state.pinned = state.day;
    option.textContent = written(state.day);
    base.value = state.compare = "pinned";
    show(state.day, true);
  });

  /* ---- switches, the key, paper ---- */

  var needed = {
    liberated: line.series.some(function (series) { return series.status === "liberated"; }),
    change: last > 0, front: true, events: line.marks.length > 0,
  };

  [["liberated", "Ground retaken"], ["change", "Change"], ["front", "Front line"],
    ["events", "Events"]].forEach(function (pair) {
    if (!needed[pair[0]]) {
      return;
    }
    var stub = L.layerGroup();
    if (shown[pair[0]]) {
      stub.addTo(map);
    }
    /* folium names its control by let: a global that is no property of the window. */
    layer_control_layers.addOverlay(stub, pair[1]);
    stub.on("add remove", function (event) {
      shown[pair[0]] = event.type === "add";
      events.shown = shown.events;
      ground.paint();
    });
  });

  function swatches() {
    ["gained", "lost", "fields"].forEach(function (kind) {
      all("canvas.swatch[data-swatch='" + kind + "']").forEach(function (canvas) {
        var pen = frontmap.sheet(canvas).pen, colour = frontmap.sideColour(canvas.dataset.side);
        var path = new Path2D();
        path.rect(5, 5, 24, 14);
        if (kind === "fields") {
          frontmap.drawFields(pen, path, "");
          return;
        }
        frontmap.changeLook[kind](pen, path, "evenodd", colour);
        pen.strokeStyle = colour;
        pen.lineWidth = 1;
        pen.stroke(path);
      });
    });
  }

  swatches();
  frontmap.on("theme", swatches);

  window.addEventListener("beforeprint", function () { playing(false); });

  /* ---- begin ---- */

  state.compare = base.value;
  show(last, true);
  frontmap.timeline = {
    show: show, play: playing, state: state, ground: ground, shapes: shapes, tell: events.tell,
    marks: events.marks,
  };
})();
