/* One position on the map: the cross hair by which keys aim, and the menu that copies a position. */
(function () {
  "use strict";

  var page = frontmap.page;
  var map = page.map, holder = page.holder, frame = page.frame;

  /* ---- the cross hair: in the middle, while keys move the map ---- */

  var cross = document.createElement("div");
  cross.className = "aim unpictured";
  cross.setAttribute("aria-hidden", "true");
  frame.appendChild(cross);
  holder.setAttribute("aria-label", holder.getAttribute("aria-label") +
    "; c tells the position of the cross hair in the middle");

  function aiming(on) {
    if (on !== frame.classList.contains("aimed")) {
      frame.classList.toggle("aimed", on);
      frontmap.tell("aimed", on);
    }
  }

  holder.addEventListener("focus", function () { aiming(holder.matches(":focus-visible")); });
  holder.addEventListener("blur", function () { aiming(false); });
  frame.addEventListener("pointerdown", function () { aiming(false); }, true);
  holder.addEventListener("keydown", function (event) {
    if (document.activeElement === holder && event.key !== "Escape" &&
        !event.ctrlKey && !event.metaKey && !event.altKey) {
      aiming(true);
    }
  });

  frontmap.aim = {
    on: function () { return frame.classList.contains("aimed"); },
    set: function () {
      holder.focus({ preventScroll: true });
      aiming(true);
    },
    point: function () { return map.getSize().divideBy(2); },
  };

  /* A position on the map, kept to what its scale can show. */
  frontmap.lonlatAt = function (point) {
    var at = map.containerPointToLatLng(point);
    return [at.lng, at.lat];
  };

  /* ---- the menu of a position ---- */

  var menu = document.createElement("div");
  var opener = null;
  menu.className = "spot unpictured";
  menu.hidden = true;
  menu.id = "spot";
  menu.setAttribute("role", "dialog");
  frame.appendChild(menu);
  L.DomEvent.disableClickPropagation(menu).disableScrollPropagation(menu);

  function close(back) {
    if (menu.hidden) {
      return;
    }
    menu.hidden = true;
    menu.textContent = "";
    if (back && opener) {
      opener.focus({ preventScroll: true });
    }
    opener = null;
  }

  function made(tag, text, kind) {
    var element = document.createElement(tag);
    element.textContent = text;
    if (kind) {
      element.className = kind;
    }
    return element;
  }

  function row(way) {
    if (way[1] === null) {
      return made("p", way[0] + ": UPS, the grid of the poles, is not given here", "none");
    }
    var button = document.createElement("button");
    button.type = "button";
    button.dataset.way = way[0].split(" ")[0].toLowerCase();
    button.setAttribute("aria-label", "Copy " + way[0] + ": " + way[1]);
    button.append(made("span", way[0]), made("b", way[1]));
    button.addEventListener("click", function () {
      close(true);
      frontmap.copy(way[1], way[1]);
    });
    return button;
  }

  /* Beside the point, within the map. */
  function settle(point) {
    var wide = menu.offsetWidth, high = menu.offsetHeight;
    var x = point.x + 8 + wide > frame.clientWidth ? point.x - 8 - wide : point.x + 8;
    var y = Math.min(point.y + 4, frame.clientHeight - high - 6);
    menu.style.left = Math.max(6, Math.min(x, frame.clientWidth - wide - 6)) + "px";
    menu.style.top = Math.max(6, y) + "px";
  }

  /* Show how to write a position: `about` names it, `from` is where the focus returns. */
  frontmap.spot = function (at, how) {
    close(false);
    var title = made("h2", how.about || "Position");
    var ways = frontmap.coordinates.written(at).map(row);
    var rest = document.createElement("button");
    rest.type = "button";
    rest.className = "measure";
    rest.textContent = "Measure from here";
    rest.addEventListener("click", function () {
      close(false);
      frontmap.measure.start([{ at: at, name: how.name || null }]);
    });
    title.id = "spot-title";
    menu.setAttribute("aria-labelledby", title.id);
    menu.append.apply(menu, [title].concat(ways, [rest]));
    menu.hidden = false;
    opener = how.from || holder;
    settle(how.point || map.latLngToContainerPoint(page.latlng(at)));
    menu.querySelector("button").focus({ preventScroll: true });
  };

  map.on("contextmenu", function (event) {
    L.DomEvent.preventDefault(event.originalEvent);
    frontmap.spot(frontmap.lonlatAt(event.containerPoint), { point: event.containerPoint });
  });

  holder.addEventListener("keydown", function (event) {
    if (event.key.toLowerCase() === "c" && document.activeElement === holder &&
        !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      var point = frontmap.aim.point();
      frontmap.spot(frontmap.lonlatAt(point), { point: point });
    }
  });

  menu.addEventListener("keydown", function (event) {
    var buttons = Array.prototype.slice.call(menu.querySelectorAll("button"));
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.stopPropagation();
      close(true);
    } else if (step) {
      event.preventDefault();
      var next = buttons.indexOf(document.activeElement) + step;
      buttons[(next + buttons.length) % buttons.length].focus();
    }
  });

  document.addEventListener("pointerdown", function (event) {
    if (!menu.contains(event.target)) {
      close(false);
    }
  });
  menu.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) {
      close(false);
    }
  });
  map.on("movestart zoomstart resize", function () { close(false); });

  /* ---- the card of a place offers its position ---- */

  map.on("popupopen", function (event) {
    var card = event.popup.getContent();
    var part = (page.byCard[frontmap.chosen] || []).filter(function (found) {
      return found.part.getLatLng && found.part.feature.geometry.type === "Point" &&
        !found.part.feature.properties.radius_m;
    })[0];
    var title = card && card.querySelector && card.querySelector("h4");
    if (!part || !title) {
      return;
    }
    var button = made("button", "Copy coordinates", "go positions");
    var name = title.firstChild.textContent;
    button.type = "button";
    button.setAttribute("aria-haspopup", "dialog");
    button.addEventListener("click", function () {
      frontmap.spot(part.part.feature.geometry.coordinates, { about: name, name: name, from: button });
    });
    card.appendChild(button);
  });
})();
