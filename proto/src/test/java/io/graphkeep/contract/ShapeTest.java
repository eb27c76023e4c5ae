package io.graphkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShapeTest {
    private static final String PACKAGE = ".graphkeep.v1.";

    @Test
    void everyCallHasMessagesOfItsOwn() throws Exception {
        assertThat(Contract.read().rpcs()).allSatisfy(rpc -> {
            assertThat(rpc.method().getInputType()).isEqualTo(PACKAGE + rpc.name() + "Request");
            assertThat(rpc.method().getOutputType()).isEqualTo(PACKAGE + rpc.name() + "Response");
        });
    }

    @Test
    void everyChangeCanBeRepeatedUnderItsRequestId() throws Exception {
        var messages = messages();
        var streams = Map.of("UploadSnapshot", "UploadHeader", "PushSnapshot", "PushCommit");

        assertThat(Contract.read().rpcs()).filteredOn(rpc -> !rpc.reads()).allSatisfy(rpc -> {
            var holder = streams.getOrDefault(rpc.name(), rpc.name() + "Request");
            assertThat(fields(messages, holder)).contains("request_id");
        });
    }

    @Test
    void whatReadsTakesNoRequestId() throws Exception {
        var messages = messages();

        assertThat(Contract.read().rpcs())
                .filteredOn(Rpc::reads)
                .allSatisfy(rpc ->
                        assertThat(fields(messages, rpc.name() + "Request")).doesNotContain("request_id"));
    }

    @Test
    void everyListIsPaged() throws Exception {
        var messages = messages();

        assertThat(Contract.read().rpcs())
                .filteredOn(rpc -> rpc.name().startsWith("List"))
                .allSatisfy(rpc -> {
                    assertThat(fields(messages, rpc.name() + "Request")).contains("page_size", "page_token");
                    assertThat(fields(messages, rpc.name() + "Response")).contains("next_page_token");
                });
    }

    @Test
    void everyUpdateNamesItsFieldsAndCanBeRefusedWhenStale() throws Exception {
        var messages = messages();

        assertThat(Contract.read().rpcs())
                .filteredOn(rpc -> rpc.name().startsWith("Update"))
                .isNotEmpty()
                .allSatisfy(rpc ->
                        assertThat(fields(messages, rpc.name() + "Request")).contains("update_mask", "etag"));
    }

    @Test
    void whateverStartsLongWorkCanWaitForIt() throws Exception {
        var messages = messages();

        assertThat(Contract.read().rpcs())
                .filteredOn(rpc -> fields(messages, rpc.name() + "Response").equals(List.of("operation")))
                .filteredOn(rpc -> !rpc.reads())
                .isNotEmpty()
                .allSatisfy(rpc ->
                        assertThat(fields(messages, rpc.name() + "Request")).contains("wait"));
    }

    @Test
    void noFieldTakesANameThatJavaNeeds() throws Exception {
        assertThat(messages().values())
                .flatExtracting(DescriptorProto::getFieldList)
                .extracting(FieldDescriptorProto::getName)
                .doesNotContain("descriptor", "class", "parser_for_type", "all_fields", "serialized_size");
    }

    private static Map<String, DescriptorProto> messages() throws Exception {
        var found = new HashMap<String, DescriptorProto>();
        for (var file : Contract.read().files()) {
            file.getMessageTypeList().forEach(message -> found.put(message.getName(), message));
        }
        return found;
    }

    private static List<String> fields(Map<String, DescriptorProto> messages, String name) {
        return messages.getOrDefault(name, DescriptorProto.getDefaultInstance()).getFieldList().stream()
                .map(FieldDescriptorProto::getName)
                .toList();
    }
}
