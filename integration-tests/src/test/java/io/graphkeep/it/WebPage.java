package io.graphkeep.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What a page of the HTTP port answered. */
record WebPage(int status, String text) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Asks for a page; an empty token sends none. */
    static WebPage of(String address, String path, String token) {
        var request =
                HttpRequest.newBuilder(URI.create("http://" + address + path)).timeout(PATIENCE);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new WebPage(answer.statusCode(), answer.body());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
