/**
 * One class per subcommand. A command reads its input, calls what does the work, and turns the
 * outcome into lines and an exit code.
 */
@NullMarked
package io.transferstudy.cli.command;

import org.jspecify.annotations.NullMarked;
