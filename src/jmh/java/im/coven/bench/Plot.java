package im.coven.bench;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/// Draws latencies by percentile as an SVG picture, on logarithmic axes: to the right the rarer, in
/// steps of ten; upwards the slower.
///
/// By hand, because the chart libraries draw by way of AWT, and that wants fonts which a server
/// does not have.
final class Plot {

  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int MARGIN = 60;
  private static final double[] PERCENTILES = {0, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.8, 99.9};
  private static final List<String> COLOURS = List.of("#c0392b", "#7f8c8d");

  private final StringBuilder svg = new StringBuilder();
  private final double lowest;
  private final double highest;

  private Plot(List<Measured> curves) {
    lowest = lowestPower(curves);
    highest =
        Math.ceil(
            Math.log10(curves.stream().mapToDouble(curve -> curve.micros(99.9)).max().orElse(1)));
  }

  private static double lowestPower(List<Measured> curves) {
    double least = curves.stream().mapToDouble(curve -> curve.micros(0)).min().orElse(1);
    return Math.floor(Math.log10(Math.max(least, 0.01)));
  }

  /// The picture of a benchmark and its baseline.
  static String of(Measured own, Measured baseline) {
    return new Plot(List.of(own, baseline)).draw(List.of(own, baseline));
  }

  private String draw(List<Measured> curves) {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
            + " font-size='12'><rect width='100%%' height='100%%' fill='white'/>",
        WIDTH, HEIGHT);
    for (double power = lowest; power <= highest; power++) {
      double y = y(Math.pow(10, power));
      add("<path d='M%d %.1fH%d' stroke='#ddd'/>", MARGIN, y, WIDTH - MARGIN / 2);
      add("<text x='4' y='%.1f'>%s</text>", y + 4, micros(power));
    }
    for (double percentile : new double[] {0, 50, 90, 99, 99.9}) {
      double x = x(percentile);
      add("<path d='M%.1f %dV%d' stroke='#ddd'/>", x, MARGIN / 2, HEIGHT - MARGIN);
      add("<text x='%.1f' y='%d'>p%s</text>", x - 8, HEIGHT - MARGIN + 18, plain(percentile));
    }
    for (int i = 0; i < curves.size(); i++) {
      curve(curves.get(i), COLOURS.get(i), HEIGHT - 24 + 16 * i);
    }
    return svg.append("</svg>\n").toString();
  }

  private void curve(Measured measured, String colour, int legendY) {
    DoubleUnaryOperator value = measured::micros;
    add("<polyline fill='none' stroke-width='2' stroke='%s' points='", colour);
    for (double percentile : PERCENTILES) {
      add("%.1f,%.1f ", x(percentile), y(value.applyAsDouble(percentile)));
    }
    add("'/><text x='%d' y='%d' fill='%s'>%s</text>", MARGIN, legendY, colour, measured.name());
  }

  private static double x(double percentile) {
    double rarity = -Math.log10(1 - percentile / 100);
    return MARGIN + rarity / 3 * (WIDTH - 1.5 * MARGIN);
  }

  private double y(double micros) {
    double share = (Math.log10(Math.max(micros, 0.01)) - lowest) / Math.max(1, highest - lowest);
    return HEIGHT - MARGIN - share * (HEIGHT - 1.5 * MARGIN);
  }

  private static String micros(double power) {
    return power < 3 ? plain(Math.pow(10, power)) + " us" : plain(Math.pow(10, power - 3)) + " ms";
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  @FormatMethod
  private void add(String format, Object... args) {
    svg.append(String.format(Locale.ROOT, format, args));
  }
}
