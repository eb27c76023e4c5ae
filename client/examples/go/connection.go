package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"

	"google.golang.org/genproto/googleapis/rpc/code"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/status"
)

// connect reads where the server is and who calls from the environment, as the command line does:
//
//	GRAPHKEEP_SERVER      host:port, default localhost:50051
//	GRAPHKEEP_TOKEN_FILE  a file with the token, default ~/.graphkeep/admin.token; or GRAPHKEEP_TOKEN, the token itself
//	GRAPHKEEP_CA          a PEM file with the authority to trust; without it the system's, and no TLS on this machine
func connect() (*grpc.ClientConn, error) {
	server := os.Getenv("GRAPHKEEP_SERVER")
	if server == "" {
		server = "localhost:50051"
	}
	secret, err := readToken()
	if err != nil {
		return nil, err
	}
	transport, err := transportTo(server)
	if err != nil {
		return nil, err
	}
	reconnect := backoff.DefaultConfig
	reconnect.MaxDelay = 5 * time.Second
	return grpc.NewClient(server,
		grpc.WithTransportCredentials(transport),
		grpc.WithPerRPCCredentials(token{secret, transport.Info().SecurityProtocol == "tls"}),
		grpc.WithConnectParams(grpc.ConnectParams{Backoff: reconnect, MinConnectTimeout: 5 * time.Second}),
		// A peer that is gone is noticed, on streams that are quiet too.
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}))
}

// reason is the stable word for what went wrong, such as GRAPH_NOT_FOUND: decide by it, not by the text.
func reason(err error) string {
	for _, detail := range status.Convert(err).Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.Reason
		}
	}
	return code.Code(status.Code(err)).String() // no Graphkeep answered: a proxy, or nobody
}

func readToken() (string, error) {
	if direct := os.Getenv("GRAPHKEEP_TOKEN"); direct != "" {
		return strings.TrimSpace(direct), nil
	}
	file := os.Getenv("GRAPHKEEP_TOKEN_FILE")
	if file == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		file = filepath.Join(home, ".graphkeep", "admin.token")
	}
	content, err := os.ReadFile(file)
	return strings.TrimSpace(string(content)), err
}

func transportTo(server string) (credentials.TransportCredentials, error) {
	host, _, err := net.SplitHostPort(server)
	if err != nil {
		return nil, fmt.Errorf("GRAPHKEEP_SERVER: %w", err)
	}
	if file := os.Getenv("GRAPHKEEP_CA"); file != "" {
		content, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		authorities := x509.NewCertPool()
		if !authorities.AppendCertsFromPEM(content) {
			return nil, errors.New("no certificate in " + file)
		}
		return credentials.NewClientTLSFromCert(authorities, ""), nil
	}
	if host == "localhost" || net.ParseIP(host).IsLoopback() {
		return insecure.NewCredentials(), nil
	}
	return credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12}), nil
}

// token is sent with every call; beyond this machine never without TLS.
type token struct {
	secret string
	secure bool
}

func (t token) GetRequestMetadata(context.Context, ...string) (map[string]string, error) {
	return map[string]string{"authorization": "Bearer " + t.secret}, nil
}

func (t token) RequireTransportSecurity() bool { return t.secure }
