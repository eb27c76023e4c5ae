package io.graphkeep.contract;

import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;

/** One call of the contract, with what its comment says. */
record Rpc(String service, MethodDescriptorProto method, String comment) {
    String name() {
        return method.getName();
    }

    /** Service and name, as the table of what works has it. */
    String path() {
        return "graphkeep.v1." + service + "/" + name();
    }

    boolean reads() {
        return name().matches("(Get|List|Watch|Count|Query|Diff|Download|Fetch)[A-Z].*|Handshake");
    }

    @Override
    public String toString() {
        return path();
    }
}
