package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/prometheus/common/model"
	"github.com/prometheus/common/promslog"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/promql/promqltest"
	"github.com/prometheus/prometheus/rules"
)

func check(asked request) (answer, error) {
	result := answer{Errors: []string{}, Firing: [][]firing{}}
	parsed, errs := rulefmt.Parse([]byte(asked.Rules), false, model.UTF8Validation)
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
	folder, err := os.MkdirTemp("", "berth-alert-rules-")
	if err != nil {
		return answer{}, err
	}
	defer os.RemoveAll(folder)
	file := filepath.Join(folder, "rules.yaml")
	if err := os.WriteFile(file, []byte(asked.Rules), 0o600); err != nil {
		return answer{}, err
	}
	for _, each := range asked.Scenarios {
		spans, err := watch(file, parsed, each)
		if err != nil {
			return answer{}, err
		}
		result.Firing = append(result.Firing, spans)
	}
	return result, nil
}

// watch has Prometheus evaluate all groups each minute, in the order in which they stand, and collects what fires.
func watch(file string, parsed *rulefmt.RuleGroups, watched scenario) ([]firing, error) {
	input := "load 1m\n  " + strings.Join(watched.Series, "\n  ")
	loader, err := promqltest.NewLazyLoader(input, promqltest.LazyLoaderOpts{EnableAtModifier: true, EnableNegativeOffset: true})
	if err != nil {
		return nil, err
	}
	defer loader.Close()
	groups, err := groupsOf(loader, file, parsed)
	if err != nil {
		return nil, err
	}
	spans := []firing{}
	open := map[string]int{}
	for minute := 0; minute <= watched.Minutes; minute++ {
		at := time.Unix(0, 0).UTC().Add(time.Duration(minute) * time.Minute)
		var failed error
		loader.WithSamplesTill(at, func(err error) { failed = errors.Join(err, evaluate(loader, groups, at)) })
		if failed != nil {
			return nil, failed
		}
		for key, instance := range instances(groups) {
			if span, isOpen := open[key]; isOpen && spans[span].To == minute-1 {
				spans[span].To = minute
				continue
			}
			open[key] = len(spans)
			spans = append(spans, firing{Alert: instance[model.AlertNameLabel], Labels: withoutName(instance), From: minute, To: minute})
		}
	}
	sort.SliceStable(spans, func(i, j int) bool {
		a, b := spans[i], spans[j]
		if a.From != b.From {
			return a.From < b.From
		}
		return a.Alert+fmt.Sprint(a.Labels) < b.Alert+fmt.Sprint(b.Labels)
	})
	return spans, nil
}

func groupsOf(loader *promqltest.LazyLoader, file string, parsed *rulefmt.RuleGroups) ([]*rules.Group, error) {
	manager := rules.NewManager(&rules.ManagerOptions{
		QueryFunc:  rules.EngineQueryFunc(loader.QueryEngine(), loader.Storage()),
		Appendable: loader.Storage(),
		Queryable:  loader.Queryable(),
		Context:    context.Background(),
		NotifyFunc: func(context.Context, string, ...*rules.Alert) {},
		Logger:     promslog.NewNopLogger(),
	})
	loaded, errs := manager.LoadGroups(time.Minute, labels.EmptyLabels(), "", nil, false, file)
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	ordered := make([]*rules.Group, 0, len(loaded))
	for _, group := range parsed.Groups {
		ordered = append(ordered, loaded[rules.GroupKey(file, group.Name)])
	}
	return ordered, nil
}

func evaluate(loader *promqltest.LazyLoader, groups []*rules.Group, at time.Time) error {
	for _, group := range groups {
		group.Eval(loader.Context(), at)
		for _, rule := range group.Rules() {
			if err := rule.LastError(); err != nil {
				return fmt.Errorf("%s: %w", rule.Name(), err)
			}
		}
	}
	return nil
}

// instances are the alerts that fire, by all of their labels.
func instances(groups []*rules.Group) map[string]map[string]string {
	found := map[string]map[string]string{}
	for _, group := range groups {
		for _, rule := range group.AlertingRules() {
			for _, alert := range rule.ActiveAlerts() {
				if alert.State == rules.StateFiring {
					found[alert.Labels.String()] = alert.Labels.Map()
				}
			}
		}
	}
	return found
}

func withoutName(all map[string]string) map[string]string {
	rest := map[string]string{}
	for name, value := range all {
		if name != model.AlertNameLabel {
			rest[name] = value
		}
	}
	return rest
}
