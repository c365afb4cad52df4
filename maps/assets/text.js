/* The reports' texts in step with the map: what is pointed at or chosen in one shows in the other. */
(function () {
  "use strict";

  var section = document.getElementById("report");
  if (!section || section.dataset.many) {
    return;
  }
  var page = frontmap.page;
  var map = page.map;
  var articles = Array.prototype.slice.call(section.querySelectorAll("article"));
  var pieces = Array.prototype.slice.call(section.querySelectorAll("[data-is]"));
  var places = {};
  var links = {};
  var pointed = [];
  var halo = L.layerGroup().addTo(map);
  var here = 0;
  var own = false;

  function tokens(words) {
    return (words || "").split(/[ /]+/).filter(Boolean);
  }

  function put(table, card, element) {
    (table[card] = table[card] || []).push(element);
  }

  pieces.forEach(function (piece, index) {
    tokens(piece.dataset.is).forEach(function (card) {
      var list = places[card] = places[card] || [];
      var last = list[list.length - 1];
      if (last && last.end === index && touches(pieces[index - 1], piece)) {
        last.parts.push(piece);
        last.end = index + 1;
      } else {
        list.push({ parts: [piece], end: index + 1 });
      }
    });
  });

  section.querySelectorAll(".at[data-card]").forEach(function (link) {
    tokens(link.dataset.card).forEach(function (card) { put(links, card, link); });
  });

  /* Only signs stand between the pieces of one span. */
  function touches(a, b) {
    var next = a.nextSibling;
    while (next && next !== b && next.nodeType === 1 && !next.textContent) {
      next = next.nextSibling;
    }
    return next === b || !a.parentElement.contains(b);
  }

  function elements(card) {
    return (places[card] || []).reduce(function (all, one) {
      return all.concat(one.parts);
    }, []).concat(links[card] || []);
  }

  /* ---- pointing ---- */

  function marksOf(card) {
    var found = page.byCard[card] || [];
    var row = document.getElementById(card);
    if (!found.length && row && row.dataset.place) {
      found = page.byCard[row.dataset.place] || [];
    }
    var seen = {};
    return found.filter(function (one) {
      var aside = /^(stated|rest|precision)$/.test(one.key) || !map.hasLayer(page.layers[one.key]);
      /* Of ground that fades out in steps the widest is the outline. */
      var first = !seen[one.key];
      seen[one.key] = true;
      return !aside && first;
    });
  }

  function ring(found) {
    var ink = frontmap.data().colours.ink;
    if (found.part.getRadius) {
      return L.circleMarker(found.part.getLatLng(), {
        radius: found.part.getRadius() + 6, weight: 3, color: ink, opacity: 0.85, fill: false,
        interactive: false,
      });
    }
    /* An arrow is bent: the ring goes along the course that is drawn. */
    var course = found.key === "axes" ? frontmap.arrowCourse(found.part) : [];
    if (course.length) {
      return L.polyline(course.map(function (at) {
        return map.layerPointToLatLng(L.point(at.x, at.y));
      }), { weight: 14, color: ink, opacity: 0.3, lineCap: "butt", interactive: false });
    }
    var ground = /Polygon/.test(found.part.feature.geometry.type);
    return L.geoJSON(found.part.feature, {
      style: { color: ink, weight: ground ? 2.5 : 8, opacity: ground ? 0.8 : 0.3, fill: false },
      interactive: false,
    });
  }

  function point(cards, from) {
    if (cards.join() === pointed.join()) {
      return;
    }
    pointed.forEach(function (card) {
      elements(card).forEach(function (one) { one.classList.remove("pointed"); });
    });
    pointed = cards;
    halo.clearLayers();
    cards.forEach(function (card) {
      elements(card).forEach(function (one) { one.classList.add("pointed"); });
      if (from !== "map") {
        marksOf(card).forEach(function (found) { halo.addLayer(ring(found)); });
      }
    });
    frontmap.tell("pointed", cards);
  }

  function group(element) {
    return tokens((element.dataset.is || element.dataset.card).split(" / ")[0]);
  }

  page.panel.addEventListener("pointerover", function (event) {
    var told = event.target.closest(".words [data-is], .words .at");
    var row = told ? null : event.target.closest("tbody[id]");
    point(told ? group(told) : row ? [row.id] : [], "text");
  });
  page.panel.addEventListener("pointerleave", function () { point([]); });
  page.panel.addEventListener("focusin", function (event) {
    var link = event.target.closest(".words .at");
    if (link) {
      point(group(link), "text");
    }
  });
  page.panel.addEventListener("focusout", function () { point([]); });

  Object.keys(page.byCard).forEach(function (card) {
    page.byCard[card].forEach(function (found) {
      if (found.part.options.interactive) {
        found.part.on("mouseover", function () { point([card], "map"); });
        found.part.on("mouseout", function () { point([]); });
      }
    });
  });
  page.holder.addEventListener("pointerover", function (event) {
    var name = event.target.closest(".name[data-card]");
    if (name) {
      point([name.dataset.card], "map");
    }
  });
  page.holder.addEventListener("pointerout", function (event) {
    if (event.target.closest(".name[data-card]")) {
      point([]);
    }
  });

  /* ---- choosing ---- */

  function show(card, index) {
    var list = places[card] || [];
    var one = list.length ? list[index].parts[0] : (links[card] || [])[0];
    section.querySelectorAll(".here").forEach(function (old) { old.classList.remove("here"); });
    if (!one) {
      return;
    }
    here = index;
    pick(articles.indexOf(one.closest("article")));
    (list.length ? list[index].parts : [one]).forEach(function (part) {
      part.classList.add("here");
    });
    return frontmap.tabs.scrollTo(one) ? null : one;
  }

  frontmap.on("chosen", function (card) {
    section.querySelectorAll(".chosen").forEach(function (one) { one.classList.remove("chosen"); });
    elements(card).forEach(function (one) { one.classList.add("chosen"); });
    if (own) {
      return;
    }
    here = 0;
    if (!card) {
      section.querySelectorAll(".here").forEach(function (one) { one.classList.remove("here"); });
    } else if (frontmap.tabs.onShow(section)) {
      show(card, 0);
    }
  });

  function canShow(card) {
    var row = document.getElementById(card);
    var place = row && row.dataset.place;
    return [page.byCard[card], page.byCard[place]].some(function (found) {
      return found && page.boundsOf(found).isValid();
    });
  }

  /* What no map can show is shown in its table. */
  function openRow(card) {
    var row = document.getElementById(card);
    page.map.closePopup();
    frontmap.tabs.show(row);
    page.mark(card);
    page.each(row.querySelectorAll("details"), function (more) { more.open = true; });
    if (!frontmap.tabs.scrollTo(row)) {
      row.scrollIntoView({ block: "nearest" });
    }
    var target = row.querySelector("button, summary");
    if (target) {
      target.focus({ preventScroll: true });
    }
  }

  function choose(card, element) {
    here = (places[card] || []).findIndex(function (one) {
      return one.parts.indexOf(element) >= 0;
    });
    here = Math.max(0, here);
    if (!canShow(card)) {
      openRow(card);
      return;
    }
    own = true;
    page.choose(card, { from: "table", opener: (links[card] || [element])[0] });
    own = false;
    (places[card] && places[card][here] ? places[card][here].parts : []).forEach(function (part) {
      part.classList.add("here");
    });
    if (window.matchMedia("(max-width: 70rem)").matches) {
      page.holder.scrollIntoView({
        block: "start", behavior: frontmap.moves ? "smooth" : "auto",
      });
    }
  }

  section.addEventListener("click", function (event) {
    var aim = event.target.closest(".words .at, .words [data-is]");
    if (!aim || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (aim.matches(".at")) {
      event.preventDefault();
    }
    event.stopPropagation();
    if (event.detail > 1 || (event.detail && !window.getSelection().isCollapsed)) {
      return;
    }
    /* Where spans overlap, a further click goes on to the next. */
    var cards = tokens(aim.dataset.is || aim.dataset.card);
    choose(cards[(cards.indexOf(frontmap.chosen) + 1) % cards.length], aim);
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a.in-text") : null;
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      read(link.dataset.card, 0);
    }
  }, true);

  /* Show where the text says it, wherever the reader is. */
  function read(card, index) {
    frontmap.tabs.show(section);
    var far = show(card, index);
    elements(card).forEach(function (one) { one.classList.add("chosen"); });
    if (far) {
      far.scrollIntoView({ block: "center", behavior: frontmap.moves ? "smooth" : "auto" });
    }
    var link = (links[card] || [])[0];
    if (index === 0 && link && !link.closest(".shut")) {
      link.focus({ preventScroll: true });
    }
  }

  /* ---- the card says how often it is in the text, and leads there ---- */

  function button(text, label, act) {
    var made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  }

  map.on("popupopen", function (event) {
    var card = frontmap.chosen;
    var count = (places[card] || []).length;
    var content = event.popup.getContent();
    if (!count || !content.appendChild) {
      return;
    }
    var line = document.createElement("p");
    var said = document.createElement("span");
    line.className = "in-step";
    function step(by) {
      here = (here + by + count) % count;
      tell();
      frontmap.tabs.show(section);
      var far = show(card, here);
      if (far) {
        far.scrollIntoView({ block: "center", behavior: frontmap.moves ? "smooth" : "auto" });
      }
      frontmap.say("In the text: " + (here + 1) + " of " + count);
    }
    function tell() {
      said.textContent = count > 1 ? "In the text: " + (here + 1) + " of " + count : "";
    }
    tell();
    if (count > 1) {
      line.append(
        said,
        button("‹", "Previous place in the text", function () { step(-1); }),
        button("›", "Next place in the text", function () { step(1); })
      );
    } else {
      line.append(button("Show in the text", "Show in the text", function () { step(0); }));
    }
    var head = content.querySelector("h4");
    content.insertBefore(line, head ? head.nextSibling : content.firstChild);
    event.popup.update();
  });

  /* ---- one stop of the Tab key; left and right step from mark to mark ---- */

  articles.forEach(function (article) {
    var stops = Array.prototype.slice.call(article.querySelectorAll(".at"));
    var at = 0;
    stops.forEach(function (one, index) { one.tabIndex = index ? -1 : 0; });
    article.addEventListener("focusin", function (event) {
      var index = stops.indexOf(event.target);
      if (index >= 0) {
        stops[at].tabIndex = -1;
        at = index;
        stops[at].tabIndex = 0;
      }
    });
    article.addEventListener("keydown", function (event) {
      var to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
      if (to === undefined || stops.indexOf(event.target) < 0 || !stops[to] || event.altKey) {
        return;
      }
      event.preventDefault();
      stops[to].focus({ preventScroll: true });
      if (!frontmap.tabs.scrollTo(stops[to])) {
        stops[to].scrollIntoView({ block: "nearest" });
      }
    });
  });

  /* ---- one report of several ---- */

  var list = null;

  function pick(index) {
    if (index < 0 || articles.length < 2) {
      return;
    }
    articles.forEach(function (one, other) { one.classList.toggle("shut", other !== index); });
    list.value = String(index);
    frontmap.state.changed();
  }

  var hint = document.createElement("p");
  hint.className = "note hint";
  hint.textContent =
    "Choose anything marked to see it on the map. The keys ← and → step from mark to mark.";
  (section.querySelector("details.text-key") || section).append(hint);

  if (articles.length > 1) {
    var label = document.createElement("label");
    list = document.createElement("select");
    label.className = "which";
    label.append("Report ", list);
    articles.forEach(function (one, index) {
      var option = document.createElement("option");
      option.value = String(index);
      option.textContent = index + 1 + ". " + one.querySelector("h3").textContent;
      list.appendChild(option);
    });
    list.addEventListener("change", function () {
      pick(Number(list.value));
      section.scrollTop = 0;
    });
    section.insertBefore(label, section.querySelector("h2").nextSibling);
    pick(0);
    frontmap.state.add("text", {
      get: function () { return String(Number(list.value) + 1); },
      set: function (text) { pick(articles[Number(text) - 1] ? Number(text) - 1 : 0); },
    });
  }

  if (window.matchMedia("(max-width: 34rem)").matches) {
    page.each(section.querySelectorAll("details.text-key"), function (key) { key.open = false; });
  }

  frontmap.text = {
    /* Whether the text shows where something is said. */
    tells: function (card) { return Boolean(places[card] || links[card]); },
    show: read,
  };
})();
