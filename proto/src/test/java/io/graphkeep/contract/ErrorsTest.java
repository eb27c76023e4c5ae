package io.graphkeep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorsTest {
    private static final String OF_A_CALL = "Errors:";
    private static final String OF_EVERY_CALL = "Errors of every call:";
    private static final String OF_EVERY_OPERATION = "Errors of every operation:";

    @Test
    void everyReasonSaysItsMeaningItsCodeAndWhatToDo() throws Exception {
        assertThat(Contract.read().reasons()).hasSizeGreaterThan(80).allSatisfy(reason -> {
            assertThat(Status.Code.valueOf(reason.code())).isNotEqualTo(Status.Code.OK);
            assertThat(reason.advice()).endsWith(".");
        });
    }

    @Test
    void everyRpcListsErrorsThatAreInTheTable() throws Exception {
        var contract = Contract.read();
        var table = contract.reasons().stream().map(DocumentedReason::name).toList();

        assertThat(contract.rpcs())
                .allSatisfy(rpc -> assertThat(ErrorList.under(OF_A_CALL, rpc.comment()))
                        .isNotEmpty()
                        .doesNotHaveDuplicates()
                        .isSubsetOf(table));
    }

    @Test
    void everyServiceListsTheErrorsOfAllItsCalls() throws Exception {
        var contract = Contract.read();
        var table = contract.reasons().stream().map(DocumentedReason::name).toList();

        assertThat(contract.services().values())
                .hasSize(6)
                .allSatisfy(comment -> assertThat(ErrorList.under(OF_EVERY_CALL, comment))
                        .contains("UNAUTHENTICATED", "PERMISSION_DENIED", "INVALID_ARGUMENT", "INTERNAL")
                        .doesNotHaveDuplicates()
                        .isSubsetOf(table));
    }

    @Test
    void everyReasonIsListedSomewhere() throws Exception {
        var contract = Contract.read();
        var listed = new HashSet<String>(ErrorList.under(OF_EVERY_OPERATION, contract.message("Operation")));
        contract.rpcs().forEach(rpc -> listed.addAll(ErrorList.under(OF_A_CALL, rpc.comment())));
        contract.services().values().forEach(comment -> listed.addAll(ErrorList.under(OF_EVERY_CALL, comment)));

        List<String> table =
                contract.reasons().stream().map(DocumentedReason::name).toList();

        assertThat(listed).containsExactlyInAnyOrderElementsOf(table);
    }

    @Test
    void everyRpcSaysWhichRoleMayCallIt() throws Exception {
        var role = "(?s).*(^|\n) ?Role: (monitor|reader|agent|peer|operator|admin)[;.\\s].*";

        assertThat(Contract.read().rpcs())
                .allSatisfy(rpc -> assertThat(rpc.comment()).matches(role));
    }
}
