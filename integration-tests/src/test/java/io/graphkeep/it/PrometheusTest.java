package io.graphkeep.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus scrapes a real server, and what it reads there is what the page of metrics says. */
@Tag("needs-prometheus")
@ExtendWith(SharedServers.class)
class PrometheusTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern FAMILY = Pattern.compile("(?m)^# TYPE (graphkeep_\\w+?) (?<!_max )");
    private static final Pattern DOCUMENTED = Pattern.compile("(?m)^\\| `(graphkeep_\\w+)` \\| \\w+ \\| (?!`graph`)");

    @TempDir
    Path temporary;

    private final ServerProcess server;

    PrometheusTest(SharedServer shared) {
        server = shared.process();
    }

    @Test
    void aPrometheusWithATokenOfRoleMonitorReadsTheServersFigures() throws Exception {
        var port = freePort();
        var token = temporary.resolve("token");
        Files.writeString(token, monitor("prometheus"));
        var config = temporary.resolve("prometheus.yml");
        Files.writeString(config, """
            global: {scrape_interval: 1s}
            scrape_configs:
              - job_name: graphkeep
                authorization: {credentials_file: %s}
                static_configs: [{targets: ['%s']}]
            """.formatted(token, server.http()));
        var prometheus = Launcher.builder(
                        Map.of(),
                        List.of(
                                "prometheus",
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + temporary.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + port))
                .redirectErrorStream(true)
                .redirectOutput(temporary.resolve("prometheus.log").toFile())
                .start();
        try {
            Await.until(
                    "Prometheus to have read the version",
                    SOON,
                    () -> query(port, "graphkeep_build_info * on (instance) up{job=\"graphkeep\"}")
                            .contains("\"1\"]"),
                    server::log);
            assertThat(query(port, "sum(graphkeep_component_state{component=\"database\"})"))
                    .contains("\"1\"]");
        } finally {
            prometheus.destroy();
            prometheus.waitFor();
        }
    }

    @Test
    void promtoolFindsNothingWrong() throws Exception {
        var figures = temporary.resolve("metrics");
        Files.writeString(
                figures,
                WebPage.of(server.http(), "/metrics", monitor("promtool")).text());

        var checked = Launcher.run(Map.of(), List.of("sh", "-c", "promtool check metrics < " + figures));

        assertThat(checked.expect(0).err()).isEmpty();
    }

    @Test
    void everyFigureButThoseOfGraphsIsThereFromTheStartAndOnThePageOfMetrics() throws Exception {
        var text =
                WebPage.of(server.http(), "/metrics", monitor("reader-of-all")).text();
        var page = Files.readString(Launcher.top().resolve("docs/metrics.md"));

        var served = new TreeSet<String>();
        FAMILY.matcher(text).results().forEach(family -> served.add(family.group(1)));
        var documented = new TreeSet<String>();
        DOCUMENTED.matcher(page).results().forEach(family -> documented.add(family.group(1)));

        served.removeIf(family -> page.contains("| `" + family + "` | gauge | `graph`"));
        assertThat(served).hasSizeGreaterThan(20).isEqualTo(documented);
    }

    private String monitor(String name) {
        return server.graphkeep("token", "create", name, "--role", "monitor", "-q")
                .expect(0)
                .out()
                .strip();
    }

    private static String query(int port, String expression) {
        try {
            var path = "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
            return WebPage.of("127.0.0.1:" + port, path, "").text();
        } catch (UncheckedIOException notYet) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
