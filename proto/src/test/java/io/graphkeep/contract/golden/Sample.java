package io.graphkeep.contract.golden;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.rpc.ErrorInfo;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes messages of the contract alone, the same each time. A value tells its field's type: numbers that a narrower or an
 * unsigned type would not have kept, and never the default, which would not travel.
 *
 * <p>A message within one of its own kind stays empty, and one that is not bound yet. Of a oneof the first arm is set.
 */
final class Sample {
    private final Traits traits;
    private final boolean everything;
    private final Set<String> wanted;
    private final Deque<Descriptor> within = new ArrayDeque<>();

    private Sample(Traits traits, boolean everything, Set<String> wanted) {
        this.traits = traits;
        this.everything = everything;
        this.wanted = wanted;
    }

    /** A message with every field set that can be set at once. */
    static Message full(Traits traits, Message prototype) {
        return new Sample(traits, true, new HashSet<>()).fill(prototype.newBuilderForType());
    }

    /** A message with nothing but what shows some of what is wanted, or leads there. */
    static Message showing(Traits traits, Message prototype, Set<String> wanted) {
        return new Sample(traits, false, new HashSet<>(wanted)).fill(prototype.newBuilderForType());
    }

    private Message fill(Message.Builder builder) {
        var kind = builder.getDescriptorForType();
        if (within.contains(kind) || traits.isExempt(kind)) {
            return builder.build();
        }
        within.push(kind);
        for (var field : kind.getFields()) {
            var oneof = field.getRealContainingOneof();
            if ((oneof == null || !builder.hasOneof(oneof)) && isWanted(field)) {
                set(builder, field);
            }
        }
        within.pop();
        return builder.build();
    }

    private boolean isWanted(FieldDescriptor field) {
        return everything || !Collections.disjoint(traits.reachable(field), wanted);
    }

    private void set(Message.Builder builder, FieldDescriptor field) {
        wanted.remove(Traits.of(field));
        if (!field.isRepeated()) {
            builder.setField(field, value(builder, field));
        } else if (field.getType() == FieldDescriptor.Type.ENUM) {
            Traits.sent(field).forEach(each -> builder.addRepeatedField(field, each));
            Traits.sent(field).forEach(each -> wanted.remove(Traits.of(each)));
        } else {
            builder.addRepeatedField(field, value(builder, field));
        }
    }

    private Object value(Message.Builder builder, FieldDescriptor field) {
        var number = field.getNumber();
        return switch (field.getType()) {
            case INT32, SINT32, SFIXED32 -> 1_000_000 + number;
            case UINT32, FIXED32 -> (int) (3_000_000_000L + number);
            case INT64, UINT64, SINT64, FIXED64, SFIXED64 -> 1_000_000_000_000L + number;
            case FLOAT -> number + 0.5f;
            case DOUBLE -> number + 0.1;
            case BOOL -> true;
            case STRING -> field.getName() + " \u00fc";
            case BYTES -> ByteString.copyFrom(new byte[] {(byte) 0xff, 0, (byte) number});
            case ENUM -> chosen(field);
            case MESSAGE, GROUP -> message(builder.newBuilderForField(field), number);
        };
    }

    private EnumValueDescriptor chosen(FieldDescriptor field) {
        var values = Traits.sent(field);
        var chosen = values.stream()
                .filter(value -> wanted.contains(Traits.of(value)))
                .findFirst()
                .orElse(values.get(0));
        wanted.remove(Traits.of(chosen));
        return chosen;
    }

    private Message message(Message.Builder builder, int number) {
        return switch (builder.getDescriptorForType().getFullName()) {
            case "google.protobuf.Timestamp" ->
                Timestamp.newBuilder()
                        .setSeconds(1_767_225_600L + number)
                        .setNanos(123_456_000)
                        .build();
            case "google.protobuf.Duration" ->
                Duration.newBuilder()
                        .setSeconds(90L + number)
                        .setNanos(500_000_000)
                        .build();
            case "google.protobuf.FieldMask" ->
                FieldMask.newBuilder()
                        .addAllPaths(List.of("field_one", "field_two.inner"))
                        .build();
            case "google.protobuf.Any" -> Any.pack(full(traits, ErrorInfo.getDefaultInstance()));
            default -> fill(builder);
        };
    }
}
