package io.graphkeep.cli;

import io.graphkeep.v1.Token;

/** A token as a person reads it; never its secret. */
final class TokenText {
    private TokenText() {}

    static Table table() {
        return new Table("TOKEN", "NAME", "ROLE", "GRAPHS", Human.inZone("CREATED"), "EXPIRES", "REVOKED");
    }

    static void row(Table table, Token token) {
        table.row(
                token.getTokenId(),
                token.getName(),
                Human.word("TOKEN_ROLE_", token.getRole()),
                token.getScopesCount() == 0 ? "all" : String.join(",", token.getScopesList()),
                Human.time(token.hasCreateTime(), token.getCreateTime()),
                token.hasExpireTime() ? Human.time(true, token.getExpireTime()) : "never",
                Human.time(token.hasRevokeTime(), token.getRevokeTime()));
    }
}
