/* The events of a timeline: marks that appear on their day and fade, and what they tell. */
(function () {
  "use strict";

  var SIZE = 40;
  var REACH = 13;
  var sprites = {};

  function sprite(mark) {
    var key = [mark.status, mark.side, mark.standing].join(" ");
    if (!Object.hasOwn(sprites, key)) {
      var fine = Math.min(2, window.devicePixelRatio || 1);
      var sheet = document.createElement("canvas");
      sheet.width = sheet.height = SIZE * fine;
      var pen = sheet.getContext("2d");
      pen.scale(fine, fine);
      frontmap.symbol(pen, SIZE / 2, SIZE / 2, {
        look: "spot", status: mark.status, side: mark.side, standing: mark.standing,
      });
      sprites[key] = sheet;
    }
    return sprites[key];
  }

  /* Fields beside a place, which no report bounds: a broken edge. */
  frontmap.drawFields = function (pen, path, side) {
    var fade = pen.globalAlpha;
    pen.fillStyle = pen.strokeStyle = frontmap.sideColour(side);
    pen.lineWidth = 1.4;
    pen.setLineDash([4, 3]);
    pen.globalAlpha = 0.3 * fade;
    pen.fill(path);
    pen.globalAlpha = fade;
    pen.stroke(path);
    pen.setLineDash([]);
  };

  /* Takes the timeline, the map, and what gives and chooses the day. */
  frontmap.events = function (line, map, day, choose) {
    var holder = map.getContainer();
    var events = { shown: true };

    function age(mark) {
      return day() - mark.day;
    }

    function visible() {
      return line.marks.filter(function (mark) {
        return age(mark) >= 0 && age(mark) < line.fade;
      });
    }

    events.draw = function (pen, ground) {
      visible().forEach(function (mark) {
        pen.globalAlpha = 1 - 0.85 * age(mark) / line.fade;
        if (mark.ground) {
          frontmap.drawFields(pen, ground.outline(mark.ground), mark.side);
        } else {
          var at = ground.point(mark.at);
          pen.drawImage(sprite(mark), at.x - SIZE / 2, at.y - SIZE / 2, SIZE, SIZE);
        }
        pen.globalAlpha = 1;
      });
    };

    function tell(mark, opener) {
      var content = document.getElementById(mark.card).querySelector(".card").cloneNode(true);
      content.tabIndex = -1;
      var popup = L.popup({
        maxWidth: Math.min(360, holder.clientWidth - 80),
        maxHeight: Math.max(160, Math.round(holder.clientHeight * 0.7)),
        className: "told",
      });
      popup.setLatLng(L.GeoJSON.coordsToLatLng(mark.at)).setContent(content).openOn(map);
      if (opener) {
        popup.opener = opener;
        content.focus({ preventScroll: true });
      }
      frontmap.page.mark(mark.card);
    }

    events.marks = function () { return events.shown ? visible() : []; };

    /* Tell of the event of a row; false where it has no mark. */
    events.tell = function (card) {
      var mark = line.marks.filter(function (found) { return found.card === card; })[0];
      if (mark) {
        tell(mark);
      }
      return Boolean(mark);
    };

    map.on("click", function (event) {
      var hits = events.shown ? visible().filter(function (mark) {
        var at = map.latLngToContainerPoint(L.GeoJSON.coordsToLatLng(mark.at));
        return at.distanceTo(event.containerPoint) < REACH;
      }) : [];
      if (hits.length) {
        tell(hits[hits.length - 1]);
      }
    });

    document.addEventListener("click", function (event) {
      var button = event.target.closest ? event.target.closest("button.go") : null;
      var mark = button && line.marks.filter(function (found) {
        return found.card === button.dataset.card;
      })[0];
      if (mark) {
        choose(mark.day);
        var at = L.GeoJSON.coordsToLatLng(mark.at);
        if (!map.getBounds().pad(-0.1).contains(at)) {
          map.setView(at, Math.max(map.getZoom(), 8), { animate: frontmap.moves });
        }
        tell(mark, button);
      }
    });

    return events;
  };
})();
