package io.graphkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.nio.file.Files;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    @Test
    void everyRpcHasALineAndEveryLineAnRpc() throws Exception {
        var rpcs = Contract.read().rpcs().stream().map(Rpc::path).toList();

        assertThat(StatusTable.read().statuses().keySet()).containsExactlyInAnyOrderElementsOf(rpcs);
        assertThat(StatusTable.read().statuses().values()).isSubsetOf("works", "planned");
    }

    @Test
    void theBaselineHoldsExactlyTheRpcsThatWork() throws Exception {
        var baseline = Contract.MODULE.resolve("baseline/working.binpb");
        var bound = new TreeSet<String>();
        if (Files.exists(baseline)) {
            for (var file :
                    FileDescriptorSet.parseFrom(Files.readAllBytes(baseline)).getFileList()) {
                for (var service : file.getServiceList()) {
                    for (var method : service.getMethodList()) {
                        bound.add(file.getPackage() + "." + service.getName() + "/" + method.getName());
                    }
                }
            }
        }

        assertThat(bound)
                .as("run proto/renew-baseline")
                .containsExactlyInAnyOrderElementsOf(StatusTable.read().working());
    }

    @Test
    void whatAWorkingServiceSpeaksOfIsNotExemptFromBreakingChecks() {
        var exempt = Contract.lines("proto/buf.yaml");
        var working = StatusTable.read().working();

        if (working.stream().anyMatch(rpc -> rpc.contains("ReplicationService/"))) {
            assertThat(exempt).noneMatch(line -> line.contains("/replication"));
        }
        if (working.stream().anyMatch(rpc -> rpc.contains("RecoveryService/"))) {
            assertThat(exempt).noneMatch(line -> line.contains("/recovery"));
        }
    }
}
