/** What Prometheus reads, and the health of the process. Every series is declared in one enum. */
@NullMarked
package io.transferstudy.operator.meter;

import org.jspecify.annotations.NullMarked;
