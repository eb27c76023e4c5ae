package io.graphkeep.server.monitoring.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP port: the JDK's own server on virtual threads, with every wait and every size bounded.
 *
 * <p>The limits are properties of the JVM, which that server reads once: the first one made in a process decides them.
 */
public final class WebServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cache-Control", "no-store",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");

    private final HttpServer server;
    private final ExecutorService threads;
    private final Pages pages;

    private WebServer(HttpServer server, ExecutorService threads, Pages pages) {
        this.server = server;
        this.threads = threads;
        this.pages = pages;
    }

    /**
     * Listens and answers from now on.
     *
     * @param tls null for plaintext
     * @throws java.net.BindException where the port is taken
     */
    public static WebServer start(
            InetSocketAddress address, @Nullable SSLContext tls, int maxConnections, int maxHeaderSize, Pages pages)
            throws IOException {
        bound(maxConnections, maxHeaderSize);
        var server = create(address, tls);
        var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory());
        var web = new WebServer(server, threads, pages);
        server.setExecutor(threads);
        server.createContext("/", web::handle);
        server.start();
        return web;
    }

    /** The port in force. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private static HttpServer create(InetSocketAddress address, @Nullable SSLContext tls) throws IOException {
        if (tls == null) {
            return HttpServer.create(address, 0);
        }
        var server = HttpsServer.create(address, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        return server;
    }

    private static void bound(int maxConnections, int maxHeaderSize) {
        System.setProperty("jdk.httpserver.maxConnections", String.valueOf(maxConnections));
        System.setProperty("sun.net.httpserver.maxReqHeaderSize", String.valueOf(maxHeaderSize));
        System.setProperty("sun.net.httpserver.maxReqHeaders", "100");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "60");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("sun.net.httpserver.drainAmount", "65536");
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            var headers = exchange.getResponseHeaders();
            HEADERS.forEach(headers::set);
            answer.headers().forEach(headers::set);
            headers.set("Content-Type", answer.mediaType());
            if (exchange.getRequestMethod().equals("HEAD")) {
                headers.set("Content-Length", String.valueOf(answer.body().length));
                exchange.sendResponseHeaders(answer.status(), -1);
                return;
            }
            exchange.sendResponseHeaders(answer.status(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private Answer answer(HttpExchange exchange) {
        var method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.text(405, "This port only answers GET and HEAD.").with("Allow", "GET, HEAD");
        }
        try {
            return pages.answer(exchange.getRequestURI().getPath(), exchange.getRequestHeaders());
        } catch (RuntimeException failure) {
            // The JDK's server would drop the connection without a word.
            log.error("{} could not be answered", exchange.getRequestURI().getPath(), failure);
            return Answer.text(500, "The server failed to answer; see its log.");
        }
    }
}
