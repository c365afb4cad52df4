/* Very many marks and their clusters, chosen by mouse, finger and keyboard. */
(function () {
  "use strict";

  var many = frontmap.many;
  var page = frontmap.page;
  var map = page.map, holder = page.holder, latlng = many.latlng;
  var LISTED = 60;

  /* ---- choosing ---- */

  function nearest(point, reach) {
    var best = null;
    many.shown().forEach(function (one) {
      var away = Math.hypot(one.x - point.x, one.y - point.y) - one.r;
      /* Of two that are hit, a lone mark lies above a cluster, and the later above the earlier. */
      if (away <= reach && (best === null || away < Math.max(0, best.away) ||
          (away <= 0 && !one.mark.members))) {
        best = { one: one, away: away };
      }
    });
    return best && best.one;
  }

  function telling(cluster) {
    var mix = {}, sum = cluster.members.length;
    cluster.members.forEach(function (n) {
      var all = many.statusesOf(many.pinned[n]);
      (all.length ? all : [[null, null]]).forEach(function (one) {
        var key = one[0] === null ? "merely named"
          : many.sideName(one[0]) + " " + many.words.statuses[one[1]];
        mix[key] = (mix[key] || 0) + 1;
      });
    });
    var parts = Object.keys(mix).sort(function (a, b) { return mix[b] - mix[a]; });
    return sum.toLocaleString("en") + " places: " + parts.map(function (key) {
      return key + " " + mix[key].toLocaleString("en");
    }).join(", ");
  }

  /* Places at one spot, which no scale tells apart: a list to choose from. */
  function listOf(cluster) {
    var list = many.tag("ul", "gathered");
    cluster.members.slice(0, LISTED).forEach(function (n) {
      var i = many.pinned[n], button = many.tag("button", "go", many.places.name[i]);
      button.type = "button";
      button.dataset.card = many.places.key[i];
      list.append(many.tag("li", "", button));
    });
    var rest = cluster.members.length - LISTED;
    var card = many.tag("div", "card", many.tag("h4", "", "Places at one spot"),
      many.tag("p", "", telling(cluster)), list,
      rest > 0 ? many.tag("p", "note", rest.toLocaleString("en") + " more stand in the table.") : null);
    card.tabIndex = -1;
    return card;
  }

  function open(one, how) {
    if (!one.mark.members) {
      page.choose(many.places.key[one.mark.i], { from: how, at: latlng(one.mark.i) });
      return;
    }
    var bounds = page.box(many.extent(one.mark));
    var zoom = map.getBoundsZoom(bounds, false, L.point(60, 60));
    if (map.getZoom() >= map.getMaxZoom() - 0.5 || bounds.getNorthEast().distanceTo(bounds.getSouthWest()) < 20) {
      L.popup({ maxWidth: 320, maxHeight: 320, className: "told" })
        .setLatLng(map.layerPointToLatLng([one.x, one.y])).setContent(listOf(one.mark)).openOn(map);
      return;
    }
    map.setView(bounds.getCenter(), Math.min(map.getMaxZoom(), Math.max(zoom, map.getZoom() + 0.75)),
      { animate: frontmap.moves });
    frontmap.say(telling(one.mark) + "; shown nearer");
  }

  function above(event) {
    var box = holder.getBoundingClientRect();
    var over = event.target.closest(".leaflet-control, .leaflet-popup, .name");
    return over ? null : nearest(map.containerPointToLayerPoint(
      [event.clientX - box.left, event.clientY - box.top]), 3);
  }

  holder.addEventListener("click", function (event) {
    var one = map.dragging && map.dragging.moved() ? null : above(event);
    if (one) {
      event.stopPropagation();
      hover(null);
      open(one, "map");
    }
  }, true);

  var tip = L.tooltip({ direction: "top", className: "many-tip", opacity: 1 });

  function hover(one) {
    if ((one && one.mark) === many.pointed) {
      return;
    }
    many.pointed = one && one.mark;
    holder.classList.toggle("pointing", one !== null);
    if (one) {
      tip.options.offset = L.point(0, -one.r);
      tip.setContent(many.tag("span", "", one.mark.members ? telling(one.mark)
        : many.places.name[one.mark.i])).setLatLng(map.layerPointToLatLng([one.x, one.y]));
      map.openTooltip(tip);
    } else {
      map.closeTooltip(tip);
    }
  }

  holder.addEventListener("mousemove", function (event) {
    hover(event.buttons ? null : above(event));
  });
  holder.addEventListener("mouseleave", function () { hover(null); });
  map.on("movestart zoomstart", function () { hover(null); });

  holder.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target === holder) {
      var middle = map.containerPointToLayerPoint(map.getSize().divideBy(2));
      var one = nearest(middle, Infinity);
      if (one) {
        event.preventDefault();
        open(one, "map");
      }
    }
  });
  holder.setAttribute("aria-label", "Map; arrow keys move it, plus and minus change its scale, " +
    "Enter opens what is nearest its middle");
})();
