package io.graphkeep.server.api;

import io.grpc.MethodDescriptor;
import java.io.InputStream;

/**
 * Leaves messages as the streams that they come and go as.
 *
 * <p>gRPC's own puts a buffer before what cannot be read twice, so that each message that is sent would be copied three times, in
 * small pieces. Nothing here reads a message twice.
 */
final class MessagesAsBytes implements MethodDescriptor.Marshaller<InputStream> {
    @Override
    public InputStream stream(InputStream message) {
        return message;
    }

    @Override
    public InputStream parse(InputStream stream) {
        return stream;
    }
}
