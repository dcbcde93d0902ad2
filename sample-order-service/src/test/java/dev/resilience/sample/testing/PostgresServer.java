package dev.resilience.sample.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import org.springframework.util.FileSystemUtils;

/**
 * A real PostgreSQL server on the loopback interface, made of the binaries that the
 * machine has. PostgreSQL refuses to run as root: there it runs as the user that its
 * package created.
 */
public final class PostgresServer implements AutoCloseable {

	private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

	private static final String USER = "orders";

	private final Path binaries;

	private final Path directory;

	private final int port;

	private PostgresServer(Path binaries, Path directory, int port) {
		this.binaries = binaries;
		this.directory = directory;
		this.port = port;
	}

	/**
	 * Start a server with an empty database, or skip the test where there is none.
	 * @return the running server
	 * @throws IOException if the server cannot be set up
	 */
	public static PostgresServer startOrSkip() throws IOException {
		Optional<Path> binaries = findBinaries();
		Assumptions.assumeTrue(binaries.isPresent(),
				"No PostgreSQL server on this machine (looked for initdb on the PATH and below %s): skipped"
					.formatted(DEBIAN));
		PostgresServer server = new PostgresServer(binaries.orElseThrow(), Files.createTempDirectory("postgres"),
				freePort());
		server.start();
		return server;
	}

	private static Optional<Path> findBinaries() throws IOException {
		List<Path> candidates = new ArrayList<>();
		for (String entry : System.getenv("PATH").split(":")) {
			candidates.add(Path.of(entry));
		}
		if (Files.isDirectory(DEBIAN)) {
			try (Stream<Path> versions = Files.list(DEBIAN)) {
				versions.sorted(Comparator.reverseOrder())
					.map((version) -> version.resolve("bin"))
					.forEach(candidates::add);
			}
		}
		return candidates.stream().filter((path) -> Files.isExecutable(path.resolve("initdb"))).findFirst();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private void start() throws IOException {
		if (isRoot()) {
			Files.setAttribute(this.directory, "unix:owner",
					this.directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres"));
		}
		run("initdb", "--pgdata", data(), "--username", USER, "--auth", "trust", "--encoding", "UTF8", "--no-sync");
		run("pg_ctl", "start", "--wait", "--pgdata", data(), "--log", this.directory.resolve("log").toString(),
				"--options", "-F -p %d -c listen_addresses=127.0.0.1 -k %s".formatted(this.port, this.directory));
	}

	private void run(String binary, String... arguments) throws IOException {
		List<String> command = new ArrayList<>();
		if (isRoot()) {
			command.addAll(List.of("runuser", "-u", "postgres", "--"));
		}
		command.add(this.binaries.resolve(binary).toString());
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile("postgres", ".txt");
		try {
			Process process = new ProcessBuilder(command).directory(this.directory.toFile())
				.redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new IllegalStateException(binary + " failed: " + Files.readString(output));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(binary + " was interrupted", ex);
		}
		finally {
			Files.delete(output);
		}
	}

	private String data() {
		return this.directory.resolve("data").toString();
	}

	private static boolean isRoot() {
		return System.getProperty("user.name").equals("root");
	}

	public String url() {
		return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(this.port);
	}

	public String username() {
		return USER;
	}

	@Override
	public void close() throws IOException {
		run("pg_ctl", "stop", "--mode", "immediate", "--pgdata", data());
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
