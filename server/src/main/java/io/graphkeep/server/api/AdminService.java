package io.graphkeep.server.api;

import io.graphkeep.server.catalog.Transaction;
import io.graphkeep.server.catalog.token.TokenRow;
import io.graphkeep.server.config.Configuration;
import io.graphkeep.server.config.KeyFacts;
import io.graphkeep.server.config.Setting;
import io.graphkeep.server.config.Source;
import io.graphkeep.server.errors.GraphkeepException;
import io.graphkeep.server.errors.Reason;
import io.graphkeep.server.security.NewToken;
import io.graphkeep.server.security.Role;
import io.graphkeep.server.security.Scopes;
import io.graphkeep.server.security.Tokens;
import io.graphkeep.v1.AdminServiceGrpc;
import io.graphkeep.v1.ConfigEntry;
import io.graphkeep.v1.ConfigOrigin;
import io.graphkeep.v1.CreateTokenRequest;
import io.graphkeep.v1.CreateTokenResponse;
import io.graphkeep.v1.GetConfigRequest;
import io.graphkeep.v1.GetConfigResponse;
import io.graphkeep.v1.ListTokensRequest;
import io.graphkeep.v1.ListTokensResponse;
import io.graphkeep.v1.RevokeTokenRequest;
import io.graphkeep.v1.RevokeTokenResponse;
import io.graphkeep.v1.Token;
import io.graphkeep.v1.TokenRole;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The instance itself: what it is, its configuration and its tokens. Keys to rotate and notifiers are not built yet. */
public final class AdminService {
    private static final String NAME = "[A-Za-z0-9._@-]{1,63}";
    private static final Set<String> RESERVED = Set.of("server", "schedule", "unknown");
    private static final int MOST_SCOPES = 100;
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(3650);

    private final ServerInfo info;
    private final Configuration configuration;
    private final Tokens tokens;
    private final Idempotency idempotency;
    private final Pages pages;

    public AdminService(
            ServerInfo info, Configuration configuration, Tokens tokens, Idempotency idempotency, Pages pages) {
        this.info = info;
        this.configuration = configuration;
        this.tokens = tokens;
        this.idempotency = idempotency;
        this.pages = pages;
    }

    public ServiceMethods methods() {
        return ServiceMethods.of(AdminServiceGrpc.getServiceDescriptor())
                .unary(AdminServiceGrpc.getGetServerInfoMethod(), (call, request) -> info.tell(call))
                .unary(AdminServiceGrpc.getGetConfigMethod(), this::getConfig)
                .unary(AdminServiceGrpc.getCreateTokenMethod(), this::createToken)
                .unary(AdminServiceGrpc.getListTokensMethod(), this::listTokens)
                .unary(AdminServiceGrpc.getRevokeTokenMethod(), this::revokeToken);
    }

    private GetConfigResponse getConfig(Call call, GetConfigRequest request) {
        var facts = KeyFacts.all().stream().collect(Collectors.toMap(KeyFacts::name, key -> key));
        var response = GetConfigResponse.newBuilder();
        for (var setting : configuration.settings()) {
            response.addEntries(entry(setting, facts.get(setting.key())));
        }
        return response.build();
    }

    private static ConfigEntry entry(Setting setting, @Nullable KeyFacts facts) {
        var entry = ConfigEntry.newBuilder()
                .setKey(setting.key())
                .setValue(setting.value())
                .setOrigin(origin(setting.source()));
        if (facts != null) {
            entry.setDefaultValue(facts.otherwise()).setSecret(facts.isSecret()).setDescription(facts.meaning());
            if (facts.isSecret()) {
                entry.setValue(setting.value().isEmpty() ? "(not set)" : "(set)");
            }
        }
        return entry.build();
    }

    private static ConfigOrigin origin(Source source) {
        return switch (source) {
            case FLAG -> ConfigOrigin.CONFIG_ORIGIN_FLAG;
            case ENVIRONMENT -> ConfigOrigin.CONFIG_ORIGIN_ENVIRONMENT;
            case FIRST_VERSION -> ConfigOrigin.CONFIG_ORIGIN_ALIAS;
            case FILE, FILE_FIRST_VERSION -> ConfigOrigin.CONFIG_ORIGIN_FILE;
            case DEFAULT -> ConfigOrigin.CONFIG_ORIGIN_DEFAULT;
        };
    }

    private CreateTokenResponse createToken(Call call, CreateTokenRequest request) {
        validate(request);
        var wanted = new NewToken(
                request.getName(),
                role(request.getRole()),
                new Scopes(request.getScopesList()),
                request.hasLifetime()
                        ? Duration.ofSeconds(
                                request.getLifetime().getSeconds(),
                                request.getLifetime().getNanos())
                        : null);
        return idempotency.once(
                call,
                request,
                CreateTokenResponse.getDefaultInstance(),
                transaction -> create(transaction, wanted, call),
                answer -> answer.toBuilder().clearSecret().build());
    }

    private CreateTokenResponse create(Transaction transaction, NewToken wanted, Call call) {
        var created = tokens.create(transaction, wanted, call.actor());
        return CreateTokenResponse.newBuilder()
                .setToken(view(created.token()))
                .setSecret(created.secret().reveal())
                .build();
    }

    private static void validate(CreateTokenRequest request) {
        var validation = new Validation()
                .matches("name", request.getName(), NAME, "it must have 1 to 63 of A-Z, a-z, 0-9, '.', '_', '@', '-'")
                .check("name", !RESERVED.contains(request.getName()), "events name the server itself so")
                .check(
                        "role",
                        isRole(request.getRole()),
                        "it is required: monitor, reader, agent, peer, operator or admin")
                .atMost("scopes", request.getScopesCount(), MOST_SCOPES)
                .check(
                        "scopes",
                        request.getRole() != TokenRole.TOKEN_ROLE_ADMIN || request.getScopesCount() == 0,
                        "an admin's token has no scopes: it is for all graphs");
        for (var scope : request.getScopesList()) {
            validation.matches(
                    "scopes", scope, Scopes.PATTERN, "each is a graph id, or the beginning of one and a '*'");
        }
        if (request.hasLifetime()) {
            validation.duration("lifetime", request.getLifetime(), SHORTEST, LONGEST);
        }
        validation.check();
        if (request.hasQuota()) {
            throw new GraphkeepException(
                    Reason.NOT_IMPLEMENTED,
                    "The contract has quotas of tokens, but this version does not keep to them yet.");
        }
    }

    private static boolean isRole(TokenRole role) {
        return role != TokenRole.TOKEN_ROLE_UNSPECIFIED && role != TokenRole.UNRECOGNIZED;
    }

    private static Role role(TokenRole role) {
        return switch (role) {
            case TOKEN_ROLE_MONITOR -> Role.MONITOR;
            case TOKEN_ROLE_READER -> Role.READER;
            case TOKEN_ROLE_AGENT -> Role.AGENT;
            case TOKEN_ROLE_PEER -> Role.PEER;
            case TOKEN_ROLE_OPERATOR -> Role.OPERATOR;
            case TOKEN_ROLE_ADMIN -> Role.ADMIN;
            case TOKEN_ROLE_UNSPECIFIED, UNRECOGNIZED -> throw GraphkeepException.invalid("role", "it is required");
        };
    }

    private ListTokensResponse listTokens(Call call, ListTokensRequest request) {
        var page = pages.open(call, request);
        var before = page.after().map(Validation::uuid).orElse(null);
        var rows = tokens.list(before, request.getIncludeEnded(), page.size() + 1);
        var response = ListTokensResponse.newBuilder();
        rows.stream().limit(page.size()).forEach(row -> response.addTokens(view(row)));
        if (rows.size() > page.size()) {
            response.setNextPageToken(page.next(rows.get(page.size() - 1).id().toString()));
        }
        return response.build();
    }

    private RevokeTokenResponse revokeToken(Call call, RevokeTokenRequest request) {
        new Validation().id("token_id", request.getTokenId()).check();
        var id = Validation.uuid(request.getTokenId());
        return idempotency.once(
                call,
                request,
                RevokeTokenResponse.getDefaultInstance(),
                transaction -> RevokeTokenResponse.newBuilder()
                        .setToken(view(tokens.revoke(transaction, id, call.actor())))
                        .build());
    }

    private static Token view(TokenRow row) {
        var token = Token.newBuilder()
                .setTokenId(row.id().toString())
                .setName(row.name())
                .setRole(Views.role(Role.valueOf(row.role())))
                .addAllScopes(Tokens.scopes(row).patterns())
                .setCreateTime(Views.timestamp(row.createdAt()))
                .setCreatedBy(row.createdBy());
        if (row.expiresAt() != null) {
            token.setExpireTime(Views.timestamp(row.expiresAt()));
        }
        if (row.revokedAt() != null) {
            token.setRevokeTime(Views.timestamp(row.revokedAt()));
        }
        return token.build();
    }
}
