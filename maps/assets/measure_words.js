/* Measured lengths, areas and bearings in words. */
(function () {
  "use strict";

  var KM_PER_MILE = 1.609344;
  var M_PER_FOOT = 0.3048;

  function number(value, digits) {
    var parts = value.toFixed(digits).split(".");
    parts[0] = parts[0].replace(/\B(?=(\d{3})+$)/g, ",");
    return parts.join(".");
  }

  /* Three or four figures that count: 8.42, 16.11, 160.2, 1,602. */
  function scaled(value) {
    return number(value, value < 99.995 ? 2 : value < 999.95 ? 1 : 0);
  }

  function metric(metres) {
    return metres < 999.5 ? number(metres, 0) + " m" : scaled(metres / 1000) + " km";
  }

  function imperial(metres) {
    var miles = metres / 1000 / KM_PER_MILE;
    return miles < 0.2 ? number(metres / M_PER_FOOT, 0) + " ft" : scaled(miles) + " mi";
  }

  function bearing(degrees) {
    return String(Math.round(degrees) % 360).padStart(3, "0") + "°";
  }

  function area(square_m) {
    return square_m < 9999.5 ? number(square_m, 0) + " m²" : square_m < 999950 ?
      scaled(square_m / 1e4) + " ha" : scaled(square_m / 1e6) + " km²";
  }

  function miles2(square_m) {
    var miles = square_m / 1e6 / KM_PER_MILE / KM_PER_MILE;
    return (miles < 0.1 ? miles.toPrecision(2) : scaled(miles)) + " sq mi";
  }

  frontmap.measured = {
    metric: metric, imperial: imperial, bearing: bearing, area: area, miles2: miles2,
    both: function (metres) { return metric(metres) + " (" + imperial(metres) + ")"; },
  };
})();
