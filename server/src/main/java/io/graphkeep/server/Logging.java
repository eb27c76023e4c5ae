package io.graphkeep.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import io.graphkeep.server.config.LogConfig;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The log on stdout, readable or one JSON object a line; what libraries log through java.util.logging included. */
final class Logging {
    private static final String LINE = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level %-28.28logger{28} %msg%n%ex";

    private static final List<String> NEVER_IN_DETAIL =
            List.of("io.grpc", "com.zaxxer.hikari", "org.apache.ibatis", "org.postgresql");

    private Logging() {}

    static void begin(LogConfig config) {
        begin(config, ConsoleTarget.SystemOut);
    }

    /** The same on stderr, for a command whose stdout is its answer alone. */
    static void beginBeside(LogConfig config) {
        begin(config, ConsoleTarget.SystemErr);
    }

    private static void begin(LogConfig config, ConsoleTarget target) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var console = new ConsoleAppender<ILoggingEvent>();
        console.setContext(context);
        console.setTarget(target.getName());
        console.setEncoder(encoder(context, config.format()));
        console.start();
        var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(quiet(config.level()));
        context.getLogger("io.graphkeep").setLevel(Level.toLevel(config.level().name()));
        // These would write tokens with every frame, and a stack for every lost connection that we tell of ourselves.
        NEVER_IN_DETAIL.forEach(library -> context.getLogger(library).setLevel(Level.ERROR));
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    static void end() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).stop();
    }

    /** How one event becomes a line. */
    static Encoder<ILoggingEvent> encoder(LoggerContext context, LogConfig.Format format) {
        return switch (format) {
            case TEXT -> {
                var encoder = new PatternLayoutEncoder();
                encoder.setContext(context);
                encoder.setPattern(LINE);
                encoder.start();
                yield encoder;
            }
            case JSON -> {
                var encoder = new JsonEncoder();
                encoder.setContext(context);
                // The sentence as a person reads it, in place of its pattern and what belongs into it.
                encoder.setWithFormattedMessage(true);
                encoder.setWithMessage(false);
                encoder.setWithArguments(false);
                encoder.setWithContext(false);
                encoder.setWithSequenceNumber(false);
                encoder.start();
                yield encoder;
            }
        };
    }

    /**
     * What libraries say at INFO is of their making, not of the operator's: only their warnings count. Never less than INFO:
     * at DEBUG some write headers down, and with them tokens.
     */
    private static Level quiet(LogConfig.Level level) {
        return switch (level) {
            case TRACE, DEBUG -> Level.INFO;
            case INFO, WARN -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }
}
