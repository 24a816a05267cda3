/*
 * Event make: the events that calls send: what is in their records, and where.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "codegen/check/scope.h"

struct checker;
struct expr;

/* Makes the call's event; its record holds only the header yet. */
struct event *event_make(struct checker *checker, struct expr *call, enum plan_event_kind kind);

/* The event's text: a format, a separator. */
void event_set_text(struct checker *checker, struct event *event, const char *text,
		    uint32_t length);

/* Appends a value to the record, 8-aligned; LAYOUT's offset is set here. */
void event_add_layout(struct checker *checker, struct event *event, struct layout layout);

/*
 * Appends the value of EXPR; AS_TEXT: as print shows it, else its bits (%d, %p).
 * False after a complaint.
 */
bool event_add_value(struct checker *checker, struct event *event, struct expr *expr,
		     bool as_text);

/* Warns where EXPR is a char * that is shown as the address: who writes it wants the text. */
void event_warn_address(struct checker *checker, const struct expr *expr);

/* Room in the record for a number that is no value. */
void event_reserve(struct event *event, uint32_t bytes);
