package im.coven.load;

import com.google.errorprone.annotations.FormatMethod;
import im.coven.load.Report.Second;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws a run as an SVG picture, second by second: above the latencies on a logarithmic axis,
/// below the deliveries. By hand, because chart libraries draw by way of AWT, and that wants fonts
/// which a server does not have.
public final class Chart {

  private static final int WIDTH = 800;
  private static final int LEFT = 70;
  private static final int RIGHT = 780;
  private static final Panel ABOVE = new Panel(30, 270);
  private static final Panel BELOW = new Panel(310, 430);
  private static final int HEIGHT = 480;
  private static final double LEAST_MS = 0.01;
  private static final String GREY = "#7f8c8d";

  private static final List<Curve> CURVES =
      List.of(
          new Curve("max", "#95a5a6", second -> second.latency().maxMs()),
          new Curve("p99.9", "#8e44ad", second -> second.latency().p999Ms()),
          new Curve("p99", "#c0392b", second -> second.latency().p99Ms()),
          new Curve("p90", "#e67e22", second -> second.latency().p90Ms()),
          new Curve("p50", "#27ae60", second -> second.latency().p50Ms()));

  private record Panel(int top, int bottom) {

    double y(double share) {
      return bottom - share * (bottom - top);
    }
  }

  private record Curve(String name, String colour, ToDoubleFunction<Second> value) {}

  private final StringBuilder svg = new StringBuilder();
  private final Report report;
  private final int count;
  private final double lowest;
  private final double highest;

  private Chart(Report report) {
    this.report = report;
    count = Math.max(1, report.seconds().size());
    lowest = Math.floor(Math.log10(least()));
    highest = Math.max(lowest + 1, Math.ceil(Math.log10(most())));
  }

  /// The picture of a run.
  public static String of(Report report) {
    return new Chart(report).draw();
  }

  private double least() {
    return report.seconds().stream()
        .mapToDouble(second -> second.latency().p50Ms())
        .filter(ms -> ms >= LEAST_MS)
        .min()
        .orElse(1);
  }

  private double most() {
    return report.seconds().stream()
        .mapToDouble(second -> second.latency().maxMs())
        .reduce(1, Math::max);
  }

  private String draw() {
    add(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 %d %d' font-family='sans-serif'"
            + " font-size='12'><rect width='100%%' height='100%%' fill='white'/>\n",
        WIDTH, HEIGHT);
    seconds();
    text(LEFT, 18, "#000", "latency by the second in which a message was due");
    text(LEFT, BELOW.top() - 12, "#000", "deliveries that came in each second");
    latencies();
    rates();
    return svg.append("</svg>\n").toString();
  }

  private void seconds() {
    int warmup = report.plan().traffic().warmupSeconds();
    add(
        "<rect x='%d' y='%d' width='%.1f' height='%d' fill='#f4f4f4'/>\n",
        LEFT, ABOVE.top(), x(warmup) - LEFT, BELOW.bottom() - ABOVE.top());
    int step = Math.max(1, (int) Math.ceil(count / 10.0));
    for (int second = 0; second <= count; second += step) {
      add("<path d='M%.1f %dV%d' stroke='#eee'/>\n", x(second), ABOVE.top(), BELOW.bottom());
      text(x(second) - 6, BELOW.bottom() + 16, GREY, second + " s");
    }
    text(LEFT, HEIGHT - 12, GREY, warmup == 0 ? "" : "grey: warm-up, not in the figures");
  }

  private void latencies() {
    for (double power = lowest; power <= highest; power++) {
      double y = y(Math.pow(10, power));
      add("<path d='M%d %.1fH%d' stroke='#ddd'/>\n", LEFT, y, RIGHT);
      text(6, y + 4, GREY, plain(Math.pow(10, power)) + " ms");
    }
    int legend = RIGHT;
    for (Curve curve : CURVES) {
      legend -= 50;
      text(legend, 18, curve.colour(), curve.name());
      curve(curve.colour(), second -> y(curve.value().applyAsDouble(second)));
    }
  }

  private void rates() {
    double most = report.plan().deliveriesPerSecond();
    for (Second second : report.seconds()) {
      most = Math.max(most, (double) second.delivered());
    }
    double whole = most;
    double wanted = BELOW.y(report.plan().deliveriesPerSecond() / whole);
    add("<path d='M%d %.1fH%d' stroke='#bbb' stroke-dasharray='4'/>\n", LEFT, wanted, RIGHT);
    text(6, wanted + 4, GREY, plain(Math.rint(report.plan().deliveriesPerSecond())));
    add("<path d='M%d %dH%d' stroke='#ddd'/>\n", LEFT, BELOW.bottom(), RIGHT);
    text(6, BELOW.bottom() + 4, GREY, "0");
    curve("#2980b9", second -> BELOW.y(second.delivered() / whole));
  }

  private void curve(String colour, ToDoubleFunction<Second> y) {
    add("<polyline fill='none' stroke-width='1.5' stroke='%s' points='", colour);
    for (Second second : report.seconds()) {
      add("%.1f,%.1f ", x(second.second() + 0.5), y.applyAsDouble(second));
    }
    add("'/>\n");
  }

  private double x(double second) {
    return LEFT + second / count * (RIGHT - LEFT);
  }

  private double y(double ms) {
    double share = (Math.log10(Math.max(ms, Math.pow(10, lowest))) - lowest) / (highest - lowest);
    return ABOVE.y(Math.min(1, share));
  }

  private void text(double x, double y, String colour, String text) {
    add("<text x='%.1f' y='%.1f' fill='%s'>%s</text>\n", x, y, colour, text);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }

  @FormatMethod
  private void add(String format, Object... args) {
    svg.append(String.format(Locale.ROOT, format, args));
  }
}
