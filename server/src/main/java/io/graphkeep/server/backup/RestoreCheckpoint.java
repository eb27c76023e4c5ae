package io.graphkeep.server.backup;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Option;
import io.graphkeep.v1.RestoreResult;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a restore notes down before its swap: whoever takes it over then ends the swap, and tells what the one before has done.
 *
 * @param written what {@link Destination#written} said of the new content
 * @param done what was restored, and what of it went less than perfectly
 */
record RestoreCheckpoint(String written, RestoreResult done) {
    /** A name with a value. Earlier versions noted the name alone, as a string value, which reads as one without a value. */
    Message message() {
        return Option.newBuilder().setName(written).setValue(Any.pack(done)).build();
    }

    static Message none() {
        return Option.getDefaultInstance();
    }

    /** What was noted; null where nothing is written that could be swapped in. */
    static @Nullable RestoreCheckpoint of(Optional<ByteString> noted) throws InvalidProtocolBufferException {
        var option = noted.isEmpty() ? Option.getDefaultInstance() : Option.parseFrom(noted.get());
        return option.getName().isEmpty()
                ? null
                : new RestoreCheckpoint(
                        option.getName(),
                        option.hasValue()
                                ? option.getValue().unpack(RestoreResult.class)
                                : RestoreResult.getDefaultInstance());
    }
}
