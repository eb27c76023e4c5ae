package io.graphkeep.server.api;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a request without some of its fields: equal for equal requests, maps in any order included. */
final class RequestDigest {
    private static final int BUFFER = 4096;

    private RequestDigest() {}

    static byte[] of(Message request, String... without) {
        var relevant = request.toBuilder();
        for (var name : without) {
            var field = request.getDescriptorForType().findFieldByName(name);
            if (field != null) {
                relevant.clearField(field);
            }
        }
        var digest = sha256();
        try (var stream = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            var out = CodedOutputStream.newInstance(stream, BUFFER);
            out.useDeterministicSerialization();
            relevant.buildPartial().writeTo(out);
            out.flush();
        } catch (IOException e) {
            throw new IllegalStateException("Writing to nowhere cannot fail", e);
        }
        return digest.digest();
    }

    /** A field of text, by its name; empty where the message has none of this name. */
    static String text(Message request, String name) {
        var field = request.getDescriptorForType().findFieldByName(name);
        return field == null ? "" : String.valueOf(request.getField(field));
    }

    /** A field that is a number, by its name; 0 where the message has none of this name. */
    static int number(Message request, String name) {
        var field = request.getDescriptorForType().findFieldByName(name);
        return field != null && request.getField(field) instanceof Integer number ? number : 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
