/**
 * Tries a model that a user brings as a TorchScript file. Such a file is a program: it is loaded in
 * a process of its own, with little memory and little time, before anything else is done with it.
 *
 * <p>That keeps it from hanging or exhausting a worker. It does not keep it from files: the process
 * has the rights of the one that starts it, so whoever runs workers must have allowed such models.
 */
@NullMarked
package io.transferstudy.worker.trial;

import org.jspecify.annotations.NullMarked;
