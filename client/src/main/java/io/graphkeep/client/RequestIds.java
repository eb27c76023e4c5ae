package io.graphkeep.client;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.Set;
import java.util.function.Supplier;

/** Sees to it that a change can be repeated when its answer was lost: each one carries an id that the server knows it by. */
final class RequestIds {
    private static final String FIELD = "request_id";
    /** How the names of calls begin that change nothing. */
    private static final Set<String> READS = Set.of("Get", "List", "Count", "Query");

    private RequestIds() {}

    /** The request with an id: its own, or a new one. Requests that have no place for one stay as they are. */
    @SuppressWarnings("unchecked") // A message's builder builds the same message.
    static <Q> Q filled(Q request, Supplier<String> ids) {
        if (!(request instanceof Message message)) {
            return request;
        }
        var field = message.getDescriptorForType().findFieldByName(FIELD);
        if (field == null || isForeign(field) || !message.getField(field).equals("")) {
            return request;
        }
        return (Q) message.toBuilder().setField(field, ids.get()).build();
    }

    /** Whether a call may be made again when it is not known whether the server took it. */
    static boolean isRepeatable(MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier schema)) {
            return false;
        }
        var called = schema.getMethodDescriptor();
        var field = called.getInputType().findFieldByName(FIELD);
        return (field != null && !isForeign(field)) || READS.stream().anyMatch(called.getName()::startsWith);
    }

    private static boolean isForeign(FieldDescriptor field) {
        return field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.STRING;
    }
}
