/* The day of a timeline and what it is compared with, in the address. */
(function () {
  "use strict";

  var line = frontmap.data().timeline;
  var DAY_MS = 86400000;
  var start = Date.parse(line.first + "T00:00:00Z");
  var base = document.getElementById("base");

  frontmap.state.add("date", {
    get: function () {
      return new Date(start + frontmap.timeline.state.day * DAY_MS).toISOString().slice(0, 10);
    },
    set: function (text) {
      var at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(text + "T00:00:00Z") : NaN;
      if (isFinite(at)) {
        frontmap.timeline.play(false);
        frontmap.timeline.show((at - start) / DAY_MS);
      }
    },
  });

  /* A day that was pinned for comparison is not in the address. */
  frontmap.state.add("since", {
    get: function () { return base.value === "pinned" ? "" : base.value; },
    set: function (text) {
      var known = Array.prototype.some.call(base.options, function (option) {
        return option.value === text;
      });
      if (known) {
        base.value = text;
        base.dispatchEvent(new Event("change"));
      }
    },
  });
  base.addEventListener("change", frontmap.state.changed);
})();
