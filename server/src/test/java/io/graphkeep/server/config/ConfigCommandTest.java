package io.graphkeep.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {
    @TempDir
    Path machine;

    private Operator operator = new Operator(Path.of("/"));

    @BeforeEach
    void aMachine() {
        operator = new Operator(machine);
    }

    @Test
    void printsWhatIsInForceAndWhereItCameFrom() throws IOException {
        operator.writes("user/.graphkeep/graphkeep.env", "GRAPHKEEP_NODE=alpha\n");
        operator.sets("GRAPHKEEP_RETENTION_DAYS", "14").sets("LIGHTRAG_METRICS_PORT", "9191");

        var output = operator.runsConfig("--grpc-port", "0");

        assertThat(output.exitCode()).isZero();
        assertThat(output.out().lines())
                .anyMatch(line -> line.matches("GRAPHKEEP_GRPC_PORT +0 +flag \\(--grpc-port\\)"))
                .anyMatch(line -> line.matches("GRAPHKEEP_RETENTION_DAYS +14 +environment"))
                .anyMatch(line -> line.matches(
                        "GRAPHKEEP_HTTP_PORT +9191 +environment, first version's name \\(LIGHTRAG_METRICS_PORT\\)"))
                .anyMatch(line -> line.matches("GRAPHKEEP_NODE +alpha +file \\(.*/graphkeep.env:1\\)"))
                .anyMatch(line -> line.matches("GRAPHKEEP_ROOTS +- +default"));
    }

    @Test
    void printsTheSameForPrograms() throws InvalidProtocolBufferException {
        operator.sets("LIGHTRAG_RECOVERY_DB_URL", "sqlite:///x")
                .sets("GRAPHKEEP_TIME_ZONE", "Europe/Berlin")
                .sets("GRAPHKEEP_REPLICATION_HEALTH_CHECK_INTERVAL", "30s");

        var output = operator.runsConfig("-o", "json");

        assertThat(list(output.out(), "settings")).hasSameSizeAs(Keys.ALL);
        assertThat(list(output.out(), "warnings")).hasSize(2);
        assertThat(output.out())
                .contains(
                        "{\"key\": \"GRAPHKEEP_TIME_ZONE\", \"value\": \"Europe/Berlin\", \"source\": \"ENVIRONMENT\","
                                + " \"where\": \"GRAPHKEEP_TIME_ZONE\", \"default\": false}");
    }

    @Test
    void listsTheProblemsOfAConfigurationThatWouldNotStart() {
        operator.sets("GRAPHKEEP_LOG_LEVEL", "loud");

        var output = operator.runsConfig();

        assertThat(output).isEqualTo(new Operator.Output(2, "", """
            The configuration has one problem:
              GRAPHKEEP_LOG_LEVEL: "loud" must be trace, debug, info, warn or error.
            """));
    }

    @Test
    void listsThemForProgramsToo() throws InvalidProtocolBufferException {
        operator.sets("GRAPHKEEP_LOG_LEVEL", "\"\\\t\u0001");

        var output = operator.runsConfig("--output=json");

        assertThat(output.exitCode()).isEqualTo(2);
        assertThat(list(output.out(), "problems")).hasSize(1);
    }

    @Test
    void tellsWarningsBesideTheAnswer() {
        operator.sets("LIGHTRAG_RECOVERY_DB_URL", "sqlite:///x");

        assertThat(operator.runsConfig().err()).startsWith("Warning: LIGHTRAG_RECOVERY_DB_URL names a SQLite file");
    }

    @Test
    void explainsItself() {
        assertThat(operator.runsConfig("--help").out()).startsWith("Usage: graphkeep config");
        assertThat(operator.runsConfig("--reference").out()).isEqualTo(ReferencePage.text());
        assertThat(operator.runsConfig("-o", "yaml"))
                .isEqualTo(new Operator.Output(2, "", "-o takes text or json. See graphkeep config --help.\n"));
    }

    @Test
    void writesNothing() {
        operator.runsConfig();

        assertThat(Files.exists(operator.home())).isFalse();
    }

    private static List<Value> list(String json, String field) throws InvalidProtocolBufferException {
        var struct = Struct.newBuilder();
        JsonFormat.parser().merge(json, struct);
        return struct.getFieldsOrThrow(field).getListValue().getValuesList();
    }
}
