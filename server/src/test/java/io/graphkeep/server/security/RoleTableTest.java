package io.graphkeep.server.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.BackupServiceGrpc;
import io.graphkeep.v1.MonitoringServiceGrpc;
import io.graphkeep.v1.PeerServiceGrpc;
import io.graphkeep.v1.RecoveryServiceGrpc;
import io.graphkeep.v1.ReplicationServiceGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.channelz.v1.ChannelzGrpc;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RoleTableTest {
    private static final List<ServiceDescriptor> REGISTERED = List.of(
            BackupServiceGrpc.getServiceDescriptor(),
            ReplicationServiceGrpc.getServiceDescriptor(),
            RecoveryServiceGrpc.getServiceDescriptor(),
            MonitoringServiceGrpc.getServiceDescriptor(),
            AdminServiceGrpc.getServiceDescriptor(),
            PeerServiceGrpc.getServiceDescriptor(),
            HealthGrpc.getServiceDescriptor(),
            ChannelzGrpc.getServiceDescriptor(),
            ServerReflectionGrpc.getServiceDescriptor(),
            io.grpc.reflection.v1alpha.ServerReflectionGrpc.getServiceDescriptor());
    private static final Pattern RPC_WITH_ROLE =
            Pattern.compile("// Role: ([^.]+)\\.(?:(?!\\n  rpc )[\\s\\S])*\\n  rpc (\\w+)\\(");

    private final RoleTable table = RoleTable.standard();

    @Test
    void everyRpcOfEveryServiceHasOneLineAndEveryLineHasAnRpc() {
        var rpcs = REGISTERED.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getFullMethodName)
                .toList();

        assertThat(table.methods()).containsExactlyInAnyOrderElementsOf(rpcs);
    }

    @Test
    void theTableSaysTheRolesThatTheContractSays() throws IOException {
        var said = rolesInTheContract();

        assertThat(said).hasSizeGreaterThan(90);
        assertThat(said)
                .allSatisfy((method, roles) ->
                        assertThat(table.access(method).roles()).as(method).isEqualTo(roles));
    }

    @Test
    void onlyTheProbesAnswerWithoutAToken() {
        assertThat(table.methods().stream()
                        .filter(method -> table.access(method).isOpen()))
                .allMatch(method -> method.startsWith("grpc.health.v1.Health/"));
    }

    @Test
    void aMethodThatIsNotInTheTableIsNobodys() {
        var admin = new Principal(UUID.randomUUID(), "a", Role.ADMIN, Scopes.all(), null);

        assertThat(table.access("graphkeep.v1.BackupService/Unheard").allows(admin))
                .isFalse();
    }

    @Test
    void anAgentNeverDeletes() {
        var agent = new Principal(UUID.randomUUID(), "a", Role.AGENT, Scopes.all(), null);

        assertThat(table.methods().stream().filter(method -> method.contains("/Delete")))
                .noneMatch(method -> table.access(method).allows(agent));
    }

    @Test
    void aPeerMayDoNothingButWhatPeersDo() {
        var peer = new Principal(UUID.randomUUID(), "p", Role.PEER, Scopes.all(), null);

        assertThat(table.methods().stream()
                        .filter(method -> !table.access(method).isOpen())
                        .filter(method -> table.access(method).allows(peer)))
                .allMatch(method -> method.contains("PeerService/")
                        || method.endsWith("/PushSnapshot")
                        || method.contains("ServerReflection/"));
    }

    /** The roles before the first semicolon, and those behind it that are not an admin's extra right. */
    private static Map<String, Set<Role>> rolesInTheContract() throws IOException {
        var top = Path.of(System.getProperty("graphkeep.top"));
        var folder = top.resolve("proto/src/main/proto/graphkeep/v1");
        var said = new LinkedHashMap<String, Set<Role>>();
        try (Stream<Path> files = Files.list(folder)) {
            for (var file : files.filter(name -> name.toString().endsWith("_service.proto"))
                    .toList()) {
                var text = Files.readString(file);
                var service = text.replaceAll("(?s).*\\nservice (\\w+) .*", "$1");
                var rpcs = RPC_WITH_ROLE.matcher(text);
                while (rpcs.find()) {
                    said.put("graphkeep.v1." + service + "/" + rpcs.group(2), roles(rpcs.group(1)));
                }
            }
        }
        return said;
    }

    private static Set<Role> roles(String sentence) {
        return Arrays.stream(sentence.replaceAll("\\s*//\\s*", " ").split(";"))
                .map(part -> part.strip().replaceAll("\\W.*", ""))
                .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)))
                .filter(role -> role != Role.ADMIN || !sentence.contains(";"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
