package io.graphkeep.server.monitoring.web;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One answer of the HTTP port, whole in memory. */
@SuppressWarnings("ArrayRecordComponent") // written once and never compared
record Answer(int status, String mediaType, Map<String, String> headers, byte[] body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, Map.of(), (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(String mediaType, String text) {
        return new Answer(200, mediaType, Map.of(), text.getBytes(StandardCharsets.UTF_8));
    }

    Answer with(String header, String value) {
        return new Answer(status, mediaType, Map.of(header, value), body);
    }
}
