package im.coven.ops;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import im.coven.ops.Catalogue.LogFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sets up the log of the process: one line per event on standard error, as text with `key=value`
/// pairs or as JSON.
public final class Logging {

  /// One line whatever the message holds: nobody outside can forge a second one.
  static final String PATTERN =
      "time=%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} level=%-5level logger=%logger{0}"
          + " %kvp{DOUBLE} msg=\"%replace(%msg){'[\\r\\n\"]', ' '}\""
          + " %replace(%ex{8}){'[\\r\\n\\t]+', ' | '}%nopex%n";

  private Logging() {}

  /// Replaces whatever logging there was, in the whole process.
  public static void configure(Settings settings) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      throw new IllegalStateException("the log is not logback's");
    }
    context.reset();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder(context, settings.get(Catalogue.LOG_FORMAT)));
    appender.start();
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(appender);
    root.setLevel(Level.WARN);
    context
        .getLogger("im.coven")
        .setLevel(Level.toLevel(settings.get(Catalogue.LOG_LEVEL).name(), Level.WARN));
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case JSON -> new JsonEncoder();
          case TEXT -> {
            var pattern = new PatternLayoutEncoder();
            pattern.setPattern(PATTERN);
            yield pattern;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
