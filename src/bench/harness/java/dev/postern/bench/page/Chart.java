package dev.postern.bench.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Values of several systems side by side.
 *
 * @param title what is shown
 * @param unit of the values
 * @param categories along the bottom
 * @param series a value for each category, by system; NaN where there is none
 */
record Chart(String title, String unit, List<String> categories, Map<String, List<Double>> series) {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 300;
  private static final int LEFT = 60;
  private static final int RIGHT = 16;
  private static final int TOP = 46;
  private static final int BOTTOM = 34;
  private static final int GRID_LINES = 4;

  /** Each system the same share of a category's width, from zero. */
  String bars() {
    double most = Math.max(1e-9, most());
    StringBuilder svg = open();
    for (int line = 0; line <= GRID_LINES; line++) {
      double value = most * line / GRID_LINES;
      grid(svg, y(value / most), value);
    }
    double width = (double) (WIDTH - LEFT - RIGHT) / categories.size();
    double bar = width * 0.8 / series.size();
    int system = 0;
    for (Map.Entry<String, List<Double>> each : series.entrySet()) {
      for (int i = 0; i < categories.size(); i++) {
        double value = each.getValue().get(i);
        if (!Double.isNaN(value)) {
          double x = LEFT + width * (i + 0.1) + bar * system;
          double y = y(value / most);
          svg.append(
              text(
                  "<rect class='s%d' x='%.1f' y='%.1f' width='%.1f' height='%.1f' rx='2'>"
                      + "<title>%s, %s: %s %s</title></rect>",
                  system,
                  x + 1,
                  y,
                  bar - 2,
                  y(0) - y,
                  each.getKey(),
                  categories.get(i),
                  number(value),
                  unit));
          svg.append(
              text(
                  "<text class='value' x='%.1f' y='%.1f' text-anchor='middle'>%s</text>",
                  x + bar / 2, y - 4, label(value)));
        }
      }
      system++;
    }
    labels(svg, width);
    return svg.append("</svg>").toString();
  }

  /** A line for each system, on a logarithmic scale. */
  String lines() {
    double high = Math.ceil(Math.log10(Math.max(1, most())));
    double low = Math.floor(Math.log10(Math.max(0.1, least())));
    double range = Math.max(1, high - low);
    StringBuilder svg = open();
    for (double power = low; power <= low + range; power++) {
      grid(svg, y((power - low) / range), Math.pow(10, power));
    }
    double width = (double) (WIDTH - LEFT - RIGHT) / categories.size();
    int system = 0;
    for (List<Double> values : series.values()) {
      List<String> points = new ArrayList<>();
      for (int i = 0; i < categories.size(); i++) {
        double height = (Math.log10(Math.max(0.1, values.get(i))) - low) / range;
        points.add(text("%.1f,%.1f", LEFT + width * (i + 0.5), y(height)));
      }
      svg.append(text("<polyline class='l%d' points='%s'/>", system, String.join(" ", points)));
      system++;
    }
    labels(svg, width);
    return svg.append("</svg>").toString();
  }

  private StringBuilder open() {
    StringBuilder svg =
        new StringBuilder(
            text("<svg viewBox='0 0 %d %d' role='img' aria-label='%s'>", WIDTH, HEIGHT, title));
    svg.append(text("<text class='title' x='0' y='16'>%s, %s</text>", title, unit));
    int x = LEFT;
    int system = 0;
    for (String name : series.keySet()) {
      svg.append(
          text(
              "<rect class='s%d' x='%d' y='24' width='10' height='10' rx='2'/>"
                  + "<text x='%d' y='33'>%s</text>",
              system++, x, x + 14, name));
      x += 40 + 8 * name.length();
    }
    return svg;
  }

  private static void grid(StringBuilder svg, double y, double value) {
    svg.append(
        text(
            "<line class='grid' x1='%d' x2='%d' y1='%.1f' y2='%.1f'/>"
                + "<text x='%d' y='%.1f' text-anchor='end'>%s</text>",
            LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, number(value)));
  }

  private void labels(StringBuilder svg, double width) {
    for (int i = 0; i < categories.size(); i++) {
      svg.append(
          text(
              "<text x='%.1f' y='%d' text-anchor='middle'>%s</text>",
              LEFT + width * (i + 0.5), HEIGHT - 12, categories.get(i)));
    }
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
  }

  private double most() {
    return values().max().orElse(0);
  }

  private double least() {
    return values().min().orElse(0);
  }

  private DoubleStream values() {
    return series.values().stream()
        .flatMap(List::stream)
        .mapToDouble(Double::doubleValue)
        .filter(value -> !Double.isNaN(value));
  }

  /** Short enough to stand above a bar of many. */
  private static String label(double value) {
    return value >= 10_000 ? text("%.1fk", value / 1000) : number(value);
  }

  private static String number(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return text("%,.0f", value);
    }
    return text(value >= 10 ? "%.1f" : "%.2f", value);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
