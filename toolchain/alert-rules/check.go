package main

import (
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
)

func check(asked request) (answer, error) {
	result := answer{Errors: []string{}, Firing: [][]firing{}}
	groups, errs := rulefmt.Parse([]byte(asked.Rules), false, model.UTF8Validation)
	for _, err := range errs {
		result.Errors = append(result.Errors, err.Error())
	}
	for _, expression := range asked.Expressions {
		if _, err := parser.ParseExpr(expression); err != nil {
			result.Errors = append(result.Errors, fmt.Sprintf("%s: %v", expression, err))
		}
	}
	if len(result.Errors) > 0 {
		return result, nil
	}
	for _, each := range asked.Scenarios {
		spans, err := watch(groups, each)
		if err != nil {
			return answer{}, err
		}
		result.Firing = append(result.Firing, spans)
	}
	return result, nil
}

// watch evaluates every rule each minute, as a ruler does with that interval.
func watch(groups *rulefmt.RuleGroups, watched scenario) ([]firing, error) {
	input := "load 1m\n  " + strings.Join(watched.Series, "\n  ")
	loader, err := promqltest.NewLazyLoader(input, promqltest.LazyLoaderOpts{EnableAtModifier: true, EnableNegativeOffset: true})
	if err != nil {
		return nil, err
	}
	defer loader.Close()
	spans := []firing{}
	activeSince := map[string]int{}
	open := map[string]int{}
	for minute := 0; minute <= watched.Minutes; minute++ {
		at := time.Unix(0, 0).UTC().Add(time.Duration(minute) * time.Minute)
		var failed error
		loader.WithSamplesTill(at, func(err error) { failed = err })
		if failed != nil {
			return nil, failed
		}
		for _, group := range groups.Groups {
			for _, rule := range group.Rules {
				active, err := holds(loader, rule.Expr, at)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", rule.Alert, err)
				}
				since, was := activeSince[rule.Alert]
				if !active {
					delete(activeSince, rule.Alert)
					delete(open, rule.Alert)
					continue
				}
				if !was {
					since = minute
					activeSince[rule.Alert] = minute
				}
				if time.Duration(minute-since)*time.Minute < time.Duration(rule.For) {
					continue
				}
				if span, isOpen := open[rule.Alert]; isOpen {
					spans[span].To = minute
				} else {
					open[rule.Alert] = len(spans)
					spans = append(spans, firing{Alert: rule.Alert, From: minute, To: minute})
				}
			}
		}
	}
	sort.SliceStable(spans, func(i, j int) bool { return spans[i].From < spans[j].From })
	return spans, nil
}

// holds tells whether an expression has a value at a time.
func holds(loader *promqltest.LazyLoader, expression string, at time.Time) (bool, error) {
	query, err := loader.QueryEngine().NewInstantQuery(loader.Context(), loader.Queryable(), nil, expression, at)
	if err != nil {
		return false, err
	}
	defer query.Close()
	result := query.Exec(loader.Context())
	if result.Err != nil {
		return false, result.Err
	}
	vector, ok := result.Value.(promql.Vector)
	if !ok {
		return false, fmt.Errorf("an alert needs an instant vector, and this is a %s", result.Value.Type())
	}
	return len(vector) > 0, nil
}
