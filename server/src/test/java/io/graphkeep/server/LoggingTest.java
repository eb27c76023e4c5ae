package io.graphkeep.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.server.config.LogConfig;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    @Test
    void aLineOfJsonHasTheSentenceAsAPersonReadsIt() throws Exception {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        var event = new LoggingEvent(
                "caller", context.getLogger("io.graphkeep.test"), Level.WARN, "Store {} is {}", null, new Object[] {
                    "a \"b\"", "full"
                });

        var line = new String(Logging.encoder(context, LogConfig.Format.JSON).encode(event), StandardCharsets.UTF_8);

        var parsed = Struct.newBuilder();
        JsonFormat.parser().merge(line, parsed);
        assertThat(parsed.getFieldsOrThrow("formattedMessage").getStringValue()).isEqualTo("Store a \"b\" is full");
        assertThat(parsed.getFieldsOrThrow("level").getStringValue()).isEqualTo("WARN");
        assertThat(parsed.getFieldsMap()).doesNotContainKeys("message", "arguments");
        assertThat(line).endsWith("\n").hasLineCount(1);
    }
}
