package io.graphkeep.it;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.buffer.Unpooled;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Error;
import io.grpc.netty.shaded.io.netty.handler.codec.http2.Http2Exception;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A connection on which HTTP/2 is spoken frame by frame, so that any frame can be another than it should be. */
final class RawHttp2 implements AutoCloseable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RESET = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;

    private static final int PATIENCE_MILLIS = 40_000;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final OutputStream out;
    private final DataInputStream in;
    private final DefaultHttp2HeadersDecoder headers = new DefaultHttp2HeadersDecoder(false);
    private String status = "";

    /** Connects, and says nothing yet. */
    RawHttp2(String server) throws IOException {
        var colon = server.lastIndexOf(':');
        socket = new Socket();
        socket.connect(
                new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1))),
                PATIENCE_MILLIS);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        out = socket.getOutputStream();
        in = new DataInputStream(socket.getInputStream());
    }

    /** Begins as HTTP/2 does. */
    RawHttp2 begin() throws IOException {
        say(PREFACE);
        return frame(SETTINGS, 0, 0, new byte[0]);
    }

    RawHttp2 say(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
        return say(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** Begins a call. */
    RawHttp2 call(int stream, String method, String token) throws IOException {
        return frame(HEADERS, END_HEADERS, stream, headers(method, token));
    }

    /** The headers of a call, none of them compressed. */
    static byte[] headers(String method, String token) {
        return block(Map.of(
                ":method", "POST",
                ":scheme", "http",
                ":path", "/" + method,
                ":authority", "graphkeep",
                "content-type", "application/grpc",
                "te", "trailers",
                "authorization", "Bearer " + token));
    }

    /** Fields as literals, those of HTTP/2 itself first. */
    private static byte[] block(Map<String, String> fields) {
        var block = new ByteArrayOutputStream();
        for (var name : fields.keySet().stream().sorted().toList()) {
            block.write(0);
            literal(block, name);
            literal(block, String.valueOf(fields.get(name)));
        }
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length >= 127) {
            throw new IllegalArgumentException("Longer than one byte can tell: " + text);
        }
        block.write(bytes.length);
        block.writeBytes(bytes);
    }

    static byte[] reset(int stream) {
        return bytes(RESET, 0, stream, new byte[] {0, 0, 0, 8});
    }

    /** Closes the connection as one that has lost its other end. */
    void resetConnection() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Waits for the server to end a stream or the connection, and tells how it did. */
    String verdict() throws IOException, Http2Exception {
        try {
            while (true) {
                var said = verdictOfNext();
                if (!said.isEmpty()) {
                    return said;
                }
            }
        } catch (EOFException | SocketException closed) {
            return "closed";
        }
    }

    /** Waits for the end of the connection, whatever becomes of its streams before. */
    String lastWords() throws IOException, Http2Exception {
        var said = verdict();
        while (!said.startsWith("GOAWAY") && !said.equals("closed")) {
            said = verdict();
        }
        return said;
    }

    private String verdictOfNext() throws IOException, Http2Exception {
        var length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        var type = in.readUnsignedByte();
        var flags = in.readUnsignedByte();
        var stream = in.readInt();
        if (length > 1 << 20) {
            return "no HTTP/2";
        }
        var payload = ByteBuffer.wrap(in.readNBytes(length));
        return switch (type) {
            case RESET -> "RESET " + error(payload.getInt(0));
            case GOAWAY -> "GOAWAY " + error(payload.getInt(4));
            case HEADERS -> ended(stream, flags, payload.array());
            default -> "";
        };
    }

    private String ended(int stream, int flags, byte[] block) throws Http2Exception {
        var told = headers.decodeHeaders(stream, Unpooled.wrappedBuffer(block));
        if (told.status() != null) {
            status = told.status().toString();
        }
        var code = told.get("grpc-status");
        if (code != null) {
            return Status.fromCodeValue(Integer.parseInt(code.toString()))
                    .getCode()
                    .name();
        }
        return (flags & END_STREAM) == 0 ? "" : "HTTP " + status;
    }

    private static String error(int code) {
        var known = Http2Error.valueOf(code);
        return known == null ? String.valueOf(code) : known.name();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
