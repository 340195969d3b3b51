package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.trial.ServerLauncher;

/// All that a command touches, handed in so that a test can hand in something else.
public record Surroundings(Console console, Endpoints endpoints, ServerLauncher servers) {}
