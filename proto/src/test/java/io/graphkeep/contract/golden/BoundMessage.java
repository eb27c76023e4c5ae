package io.graphkeep.contract.golden;

import com.google.protobuf.Message;
import io.graphkeep.contract.StatusTable;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.PeerServiceGrpc;
import io.graphkeep.v1.RecoveryServiceGrpc;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServiceDescriptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The request or the answer of a call that works.
 *
 * @param name its place among the goldens, such as {@code BackupService/CreateGraph.request}
 * @param prototype an empty one, of the class that programs use
 */
record BoundMessage(String name, Message prototype) {
    private static final String PACKAGE = "graphkeep.v1.";

    private static final List<ServiceDescriptor> SERVICES = List.of(
            AdminServiceGrpc.getServiceDescriptor(),
            BackupServiceGrpc.getServiceDescriptor(),
            MonitoringServiceGrpc.getServiceDescriptor(),
            PeerServiceGrpc.getServiceDescriptor(),
            RecoveryServiceGrpc.getServiceDescriptor(),
            ReplicationServiceGrpc.getServiceDescriptor());

    /** Of every call that {@code docs/status.md} says works, in its order. */
    static List<BoundMessage> all() {
        var methods = new HashMap<String, MethodDescriptor<?, ?>>();
        SERVICES.forEach(
                service -> service.getMethods().forEach(method -> methods.put(method.getFullMethodName(), method)));
        var found = new ArrayList<BoundMessage>();
        for (var call : StatusTable.read().working()) {
            var method = methods.get(call);
            if (method == null) {
                throw new IllegalStateException("docs/status.md speaks of " + call + ", which no generated class has");
            }
            var name = call.substring(PACKAGE.length());
            found.add(new BoundMessage(name + ".request", prototype(method.getRequestMarshaller())));
            found.add(new BoundMessage(name + ".response", prototype(method.getResponseMarshaller())));
        }
        return found;
    }

    private static Message prototype(MethodDescriptor.Marshaller<?> marshaller) {
        if (marshaller instanceof PrototypeMarshaller<?> typed
                && typed.getMessagePrototype() instanceof Message prototype) {
            return prototype;
        }
        throw new IllegalStateException("Not a marshaller of messages: " + marshaller);
    }

    @Override
    public String toString() {
        return name;
    }
}
