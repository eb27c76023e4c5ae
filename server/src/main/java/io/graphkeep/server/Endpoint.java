package io.graphkeep.server;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import io.graphkeep.server.config.Home;
import io.graphkeep.server.config.NetworkConfig;
import io.graphkeep.server.errors.StartRefused;
import java.io.IOException;
import java.net.Inet6Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file in the home that tells the command line of this machine where the server is; there while it runs.
 *
 * @param grpc host and port to connect to from this machine
 * @param channelz the same for channelz; null where it is off
 */
record Endpoint(
        Path file, String grpc, String http, @Nullable String channelz) {
    private static final Logger log = LoggerFactory.getLogger(Endpoint.class);

    /** Writes it, whole at once, readable by the home's owner alone. */
    static Endpoint write(Home home, NetworkConfig network, int grpcPort, int httpPort, @Nullable String channelz) {
        try {
            var host = localHost(network);
            var endpoint = new Endpoint(home.endpoint(), host + ":" + grpcPort, host + ":" + httpPort, channelz);
            endpoint.write(network.tls());
            return endpoint;
        } catch (IOException failure) {
            throw new StartRefused("The file " + home.endpoint() + " cannot be written: " + failure, failure);
        }
    }

    static void removeStale(Home home) {
        remove(home.endpoint());
    }

    /** Where the server answers, in words. */
    String sentence() {
        return "gRPC on " + grpc + ", HTTP on " + http + (channelz == null ? "" : ", channelz on " + channelz);
    }

    void remove() {
        remove(file);
    }

    private void write(NetworkConfig.@Nullable Tls tls) throws IOException {
        var fields = new ArrayList<String>();
        fields.add("\"grpc\": " + quoted(grpc));
        fields.add("\"http\": " + quoted(http));
        if (channelz != null) {
            fields.add("\"channelz\": " + quoted(channelz));
        }
        fields.add("\"tls\": " + (tls != null));
        fields.add("\"ca\": " + quoted(tls == null ? "" : tls.certificate().toString()));
        fields.add("\"pid\": " + ProcessHandle.current().pid());
        var beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(beside, "{\n  " + String.join(",\n  ", fields) + "\n}\n");
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The address by which this machine reaches itself, where the server listens on all of them. */
    private static String localHost(NetworkConfig network) throws IOException {
        var address = network.listen().socket(0).getAddress();
        if (address.isAnyLocalAddress()) {
            return "127.0.0.1";
        }
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            log.warn("The file {} could not be removed, and names a server that is gone: {}", file, failure.toString());
        }
    }

    /** A text as JSON has it. */
    static String quoted(String text) {
        try {
            return JsonFormat.printer()
                    .print(Value.newBuilder().setStringValue(text).build());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("A text cannot be written as JSON", e);
        }
    }
}
