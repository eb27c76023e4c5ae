package io.graphkeep.contract.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.graphkeep.v1.GetSnapshotRequest;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A golden tells each way in which one field of the contract could break who sent it. */
class BrokenContractTest {
    private final Golden golden =
            Golden.of("sample", Sample.full(new Traits(), GetSnapshotRequest.getDefaultInstance()));

    @Test
    void whatIsAsItWasBreaksNothing() throws Exception {
        assertThat(differenceAfter(field -> {})).isEmpty();
    }

    @Test
    void aNewNumberBreaksIt() throws Exception {
        assertThat(differenceAfter(field -> field.setNumber(70))).contains("not known");
    }

    @Test
    void aNewNameBreaksIt() throws Exception {
        assertThat(differenceAfter(field -> field.setName("snapshot").setJsonName("snapshot")))
                .contains("the binary reads as");
    }

    @Test
    void anotherTypeBreaksIt() throws Exception {
        assertThat(differenceAfter(field -> field.setType(FieldDescriptorProto.Type.TYPE_BYTES)))
                .isNotEmpty();
        assertThat(differenceAfter(field -> field.setType(FieldDescriptorProto.Type.TYPE_INT64)))
                .isNotEmpty();
    }

    @Test
    void manyInPlaceOfOneBreakIt() throws Exception {
        assertThat(differenceAfter(field -> field.setLabel(Label.LABEL_REPEATED)))
                .isNotEmpty();
    }

    /** What the golden says once the first field of its message was changed. */
    private String differenceAfter(Consumer<FieldDescriptorProto.Builder> change) throws DescriptorValidationException {
        var message = GetSnapshotRequest.getDescriptor();
        var file = message.getFile().toProto().toBuilder();
        change.accept(file.getMessageTypeBuilder(message.getIndex()).getFieldBuilder(0));
        var changed = FileDescriptor.buildFrom(
                file.build(), message.getFile().getDependencies().toArray(FileDescriptor[]::new));
        var prototype = DynamicMessage.getDefaultInstance(changed.findMessageTypeByName(message.getName()));
        return new Golden(golden.name(), prototype, golden.binary(), golden.json()).difference();
    }
}
