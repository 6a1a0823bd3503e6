package im.coven.load;

import com.google.errorprone.annotations.FormatMethod;
import im.coven.load.Report.Second;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// Draws a run as an SVG picture, second by second: above the latencies on a logarithmic axis,
/// below the deliveries, and below these whatever else was measured meanwhile. By hand, because
/// chart libraries draw by way of AWT, and that wants fonts which a server does not have.
public final class Chart {

  private static final int WIDTH = 800;
  private static final int LEFT = 70;
  private static final int RIGHT = 780;
  private static final Panel ABOVE = new Panel(30, 270);
  private static final Panel BELOW = new Panel(310, 430);
  private static final Panel LAST = new Panel(490, 610);
  private static final int HEIGHT = 480;
  private static final int HEIGHT_WITH_MORE = 660;
  private static final double LEAST_MS = 0.01;
  private static final String GREY = "#7f8c8d";

  private static final List<Curve> CURVES =
      List.of(
          new Curve("max", "#95a5a6", second -> second.latency().maxMs()),
          new Curve("p99.9", "#8e44ad", second -> second.latency().p999Ms()),
          new Curve("p99", "#c0392b", second -> second.latency().p99Ms()),
          new Curve("p90", "#e67e22", second -> second.latency().p90Ms()),
          new Curve("p50", "#27ae60", second -> second.latency().p50Ms()));

  /// What else was measured, in its own unit: points of second and value.
  public record Series(String name, String colour, List<Point> points) {

    public Series {
      points = List.copyOf(points);
    }
  }

  /// What was measured at a time, in seconds since the first message was due.
  public record Point(double second, double value) {}

  private record Panel(int top, int bottom) {

    double y(double share) {
      return bottom - share * (bottom - top);
    }
  }

  private record Curve(String name, String colour, ToDoubleFunction<Second> value) {}

  private final StringBuilder svg = new StringBuilder();
  private final Report report;
  private final List<Series> more;
  private final int count;
  private final double lowest;
  private final double highest;

  private Chart(Report report, List<Series> more) {
    this.report = report;
    this.more = more;
    count = Math.max(1, report.seconds().size());
    lowest = Math.floor(Math.log10(least()));
    highest = Math.max(lowest + 1, Math.ceil(Math.log10(most())));
  }

  /// The picture of a run.
  public static String of(Report report) {
    return new Chart(report, List.of()).draw();
  }

  /// The picture of a run, and of series of one unit that were measured meanwhile.
  public static String of(Report report, List<Series> more) {
    return new Chart(report, more).draw();
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
        WIDTH, more.isEmpty() ? HEIGHT : HEIGHT_WITH_MORE);
    seconds();
    text(LEFT, 18, "#000", "latency by the second in which a message was due");
    text(LEFT, BELOW.top() - 12, "#000", "deliveries that came in each second");
    latencies();
    rates();
    more();
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

  private void more() {
    double most =
        more.stream()
            .flatMap(series -> series.points().stream())
            .mapToDouble(Point::value)
            .reduce(1, Math::max);
    int legend = LEFT;
    for (Series series : more) {
      text(legend, LAST.top() - 8, series.colour(), series.name());
      legend += 240;
      add("<polyline fill='none' stroke-width='1.5' stroke='%s' points='", series.colour());
      for (Point point : series.points()) {
        double y = LAST.y(point.value() / most);
        add("%.1f,%.1f ", x(Math.clamp(point.second(), 0, count)), y);
      }
      add("'/>\n");
    }
    if (!more.isEmpty()) {
      add("<path d='M%d %dH%d' stroke='#ddd'/>\n", LEFT, LAST.bottom(), RIGHT);
      text(6, LAST.bottom() + 4, GREY, "0");
      text(6, LAST.top() + 4, GREY, plain(Math.rint(most)));
    }
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
