package io.graphkeep.contract.golden;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.JsonFormat.TypeRegistry;
import com.google.rpc.ErrorInfo;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * One message that was checked in, as the bytes that travel and as JSON. Both say the same.
 *
 * @param name its files without their endings, below the folder of the goldens
 * @param prototype what it is read as today
 */
record Golden(String name, Message prototype, ByteString binary, String json) {
    private static final TypeRegistry DETAILS =
            TypeRegistry.newBuilder().add(ErrorInfo.getDescriptor()).build();

    static Golden of(String name, Message message) {
        return new Golden(name, message.getDefaultInstanceForType(), message.toByteString(), json(message));
    }

    /** What today's class makes of it otherwise than the one that it was made with; empty where nothing. */
    String difference() {
        try {
            var read = readBinary();
            if (!isWhollyKnown(read)) {
                return "the binary has fields that are not known: " + read.getUnknownFields();
            }
            if (!json(read).equals(json)) {
                return "the binary reads as " + json(read);
            }
            return readJson().toByteString().equals(binary) ? "" : "the JSON reads as other bytes";
        } catch (InvalidProtocolBufferException unreadable) {
            return "it cannot be read: " + unreadable.getMessage();
        }
    }

    Message readBinary() throws InvalidProtocolBufferException {
        return prototype.getParserForType().parseFrom(binary);
    }

    /** Strictly: a name that is not known is an error. */
    private Message readJson() throws InvalidProtocolBufferException {
        var builder = prototype.newBuilderForType();
        JsonFormat.parser().usingTypeRegistry(DETAILS).merge(json, builder);
        return builder.build();
    }

    static String json(Message message) {
        try {
            return JsonFormat.printer().usingTypeRegistry(DETAILS).print(message) + "\n";
        } catch (InvalidProtocolBufferException noSuchType) {
            throw new IllegalArgumentException(noSuchType);
        }
    }

    private static boolean isWhollyKnown(Message message) {
        return message.getUnknownFields().asMap().isEmpty()
                && message.getAllFields().values().stream()
                        .flatMap(value -> value instanceof Collection<?> several ? several.stream() : Stream.of(value))
                        .allMatch(value -> !(value instanceof Message inner) || isWhollyKnown(inner));
    }

    @Override
    public String toString() {
        return name;
    }
}
