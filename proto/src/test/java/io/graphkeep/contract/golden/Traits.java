package io.graphkeep.contract.golden;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Message;
import io.graphkeep.contract.Contract;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a golden can show: fields, and values of enums but for the zero that no one sends.
 *
 * <p>Messages of Google, and those of files that only planned calls speak of ({@code proto/buf.yaml} exempts them), are taken
 * as a whole.
 */
final class Traits {
    private final Set<String> exempt = new HashSet<>();
    private final Map<Descriptor, Set<String>> reachable = new HashMap<>();

    Traits() {
        Contract.lines("proto/buf.yaml").stream()
                .map(String::strip)
                .filter(line -> line.startsWith("- src/main/proto/"))
                .forEach(line -> exempt.add(line.substring("- src/main/proto/".length())));
    }

    static String of(FieldDescriptor field) {
        return field.getFullName();
    }

    static String of(EnumValueDescriptor value) {
        return value.getType().getFullName() + "=" + value.getName();
    }

    /** Those that a message of this kind can show, with all that lies in it. */
    Set<String> reachable(Descriptor message) {
        var known = reachable.get(message);
        if (known != null) {
            return known;
        }
        var found = new HashSet<String>();
        collect(message, found, new HashSet<>());
        reachable.put(message, found);
        return found;
    }

    /** Those that a field can show. */
    Set<String> reachable(FieldDescriptor field) {
        var found = new HashSet<>(Set.of(of(field)));
        collect(field, found, new HashSet<>());
        return found;
    }

    /** Those that a message does show. */
    Set<String> shown(Message message) {
        var found = new HashSet<String>();
        show(message, found);
        return found;
    }

    private void show(Message message, Set<String> found) {
        if (!isOpen(message.getDescriptorForType())) {
            return;
        }
        message.getAllFields().forEach((field, value) -> {
            found.add(of(field));
            values(value).forEach(one -> {
                if (one instanceof Message inner) {
                    show(inner, found);
                } else if (one instanceof EnumValueDescriptor chosen && !isExempt(chosen.getType())) {
                    found.add(of(chosen));
                }
            });
        });
    }

    private void collect(Descriptor message, Set<String> found, Set<Descriptor> seen) {
        if (isOpen(message) && seen.add(message)) {
            for (var field : message.getFields()) {
                found.add(of(field));
                collect(field, found, seen);
            }
        }
    }

    private void collect(FieldDescriptor field, Set<String> found, Set<Descriptor> seen) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            collect(field.getMessageType(), found, seen);
        } else if (field.getJavaType() == JavaType.ENUM && !isExempt(field.getEnumType())) {
            sent(field).forEach(value -> found.add(of(value)));
        }
    }

    /** The values that an enum's field can be seen to have. */
    static List<EnumValueDescriptor> sent(FieldDescriptor field) {
        return field.getEnumType().getValues().stream()
                .filter(value -> value.getNumber() != 0)
                .toList();
    }

    /** Whether only planned calls speak of it, so that it may still change. */
    boolean isExempt(GenericDescriptor type) {
        return exempt.contains(type.getFile().getName());
    }

    private boolean isOpen(Descriptor message) {
        return message.getFile().getPackage().equals("graphkeep.v1") && !isExempt(message);
    }

    private static Stream<?> values(Object value) {
        return value instanceof Collection<?> several ? several.stream() : Stream.of(value);
    }
}
