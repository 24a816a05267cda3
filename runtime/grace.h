/*
 * Grace: waiting until programs that are running now have ended.
 */
#pragma once

/* Returns when every program that ran when it was called has ended; takes some milliseconds. */
void grace_wait(void);
