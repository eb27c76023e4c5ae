package io.graphkeep.server.monitoring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.monitoring.Health;
import io.graphkeep.server.monitoring.Metrics;
import io.graphkeep.server.monitoring.Readiness;
import io.graphkeep.server.monitoring.Verdict;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebServerTest {
    private static final String GOOD = "gk_good";
    private static final String SCOPED = "gk_scoped";
    private static final String DATABASE_AWAY = "gk_away";

    private final HttpClient client = HttpClient.newHttpClient();
    private final Metrics metrics = new Metrics("test");
    private final Health health = new Health(Clock.systemUTC());
    private final Readiness readiness = new Readiness(health, List.of("database"));
    private WebServer server = start(true, false);

    @BeforeEach
    void serve() {
        health.report("database", Verdict.healthy("It answers."));
        readiness.enter(Readiness.Phase.SERVING);
    }

    @AfterEach
    void close() {
        server.close();
        metrics.close();
        client.close();
    }

    @Test
    void theProbesAnswerAnyone() throws Exception {
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(200);

        health.report("database", Verdict.critical("DATABASE_UNREACHABLE", "It is away.", "Wait."));

        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        assertThat(get("/readyz").body()).isEqualTo("not ready\n");
    }

    @Test
    void onlyACallerWithATokenLearnsWhatIsMissing() throws Exception {
        health.report("database", Verdict.critical("DATABASE_UNREACHABLE", "It is away.", "Wait."));

        assertThat(get("/readyz", GOOD).body()).contains("DATABASE_UNREACHABLE", "It is away. Wait.");
        assertThat(get("/readyz", SCOPED).body()).isEqualTo("not ready\n");
        assertThat(get("/readyz", "gk_guessed").body()).isEqualTo("not ready\n");
        assertThat(get("/readyz", DATABASE_AWAY).statusCode()).isEqualTo(503);
    }

    @Test
    void figuresNeedAToken() throws Exception {
        assertThat(get("/metrics").statusCode()).isEqualTo(401);
        assertThat(get("/metrics").headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(get("/metrics", "gk_guessed").statusCode()).isEqualTo(401);
        assertThat(get("/metrics", SCOPED).statusCode()).isEqualTo(403);
        assertThat(get("/metrics", DATABASE_AWAY).statusCode()).isEqualTo(503);
        assertThat(get("/metrics", GOOD).body())
                .contains("graphkeep_build_info{version=\"test\"} 1", "jvm_memory_used");
    }

    @Test
    void figuresCanBeOpenedAndSwitchedOff() throws Exception {
        server.close();
        server = start(true, true);
        assertThat(get("/metrics").statusCode()).isEqualTo(200);

        server.close();
        server = start(false, true);
        assertThat(get("/metrics").statusCode()).isEqualTo(404);
        assertThat(get("/metrics").body()).contains("GRAPHKEEP_METRICS_ENABLED");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void whatIsNotThereAndWhatIsNotReadIsRefused() throws Exception {
        var post = HttpRequest.newBuilder(at("/readyz"))
                .POST(BodyPublishers.ofString("x"))
                .build();

        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/livez/").statusCode()).isEqualTo(404);
        assertThat(get("/..%2f..%2fetc%2fpasswd").statusCode()).isEqualTo(404);
        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }

    @Test
    void onlyWhoNamesTheServerAsItIsKnownIsAnswered() throws Exception {
        assertThat(answerTo("Host: 127.0.0.1")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: LOCALHOST:9090")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: keep.example.:9090")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: [::1]:9090")).startsWith("HTTP/1.1 200");
        assertThat(answerTo("Host: evil.example")).startsWith("HTTP/1.1 421").contains("GRAPHKEEP_HTTP_HOSTS");
        assertThat(answerTo("Host: 127.0.0.1.evil.example")).startsWith("HTTP/1.1 421");
        assertThat(answerTo("Host: keep.example@evil.example")).startsWith("HTTP/1.1 421");
        assertThat(answerTo("X-None: 1")).startsWith("HTTP/1.1 4");
    }

    private String answerTo(String header) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            var request = "GET /livez HTTP/1.1\r\n" + header + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void figuresComeAsOpenMetricsToWhoAsksForIt() throws Exception {
        var asked = HttpRequest.newBuilder(at("/metrics"))
                .header("Authorization", "Bearer " + GOOD)
                .header("Accept", "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5")
                .build();
        var answer = client.send(asked, BodyHandlers.ofString());

        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/openmetrics-text"));
        assertThat(answer.body()).endsWith("# EOF\n");
        assertThat(get("/metrics", GOOD).headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
    }

    @Test
    void aHeadRequestGetsNoBody() throws Exception {
        var head = HttpRequest.newBuilder(at("/livez")).HEAD().build();

        var answer = client.send(head, BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepBrowsersStrict() throws Exception {
        var headers = get("/livez").headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy")).isPresent();
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void aTakenPortIsTold() {
        assertThatExceptionOfType(BindException.class).isThrownBy(() -> open(server.port(), true, false));
    }

    private WebServer start(boolean metricsOn, boolean metricsOpen) {
        try {
            return open(0, metricsOn, metricsOpen);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private WebServer open(int port, boolean metricsOn, boolean metricsOpen) throws IOException {
        var pages = new Pages(
                readiness, metrics, WebServerTest::judge, metricsOn, metricsOpen, Hosts.of(List.of("keep.example")));
        return WebServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), null, 100, 16 << 10, pages);
    }

    private static Access.Answer judge(String token) {
        return switch (token) {
            case GOOD -> Access.Answer.GRANTED;
            case SCOPED -> Access.Answer.DENIED;
            case DATABASE_AWAY -> throw new GraphkeepException(Reason.DATABASE_UNAVAILABLE, "It is away.");
            default -> Access.Answer.UNKNOWN;
        };
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(at(path)).header("Authorization", "Bearer " + token);
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
