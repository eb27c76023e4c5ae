package io.graphkeep.server.api;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A listening socket that closes connections beyond a number at once, before anything is read from them. */
final class LimitedServerChannel extends NioServerSocketChannel {
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    LimitedServerChannel(int most) {
        this.most = most;
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        var count = super.doReadMessages(accepted);
        if (count > 0 && accepted.getLast() instanceof Channel connection) {
            if (open.incrementAndGet() > most) {
                open.decrementAndGet();
                accepted.removeLast();
                connection.unsafe().closeForcibly();
                return 0;
            }
            var _ = connection.closeFuture().addListener(closed -> open.decrementAndGet());
        }
        return count;
    }
}
